import t from 'tap'
import { Balancers } from '@fastify-balancer/core'
import { acceptedUpgrade, isOffered, isWebSocket, mayUpgrade } from '../../src/upgrade/protocols.ts'
import { startShop } from '../support/app.ts'
import { exchange } from '../support/client.ts'
import { refusingUrl, startBackend } from '../support/member.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { ask, openWebSocket, upgradeTo } from './support/wire.ts'

t.test('a member accepts the protocols of upgrade, or of its scheme, in any case', async t => {
  const cases: ReadonlyArray<readonly [url: string, upgrade: string | null, asked: string, offered: string | null]> = [
    ['http://a', null, 'websocket', null],
    ['http://a', 'WebSocket', 'websocket', 'websocket'],
    ['http://a', 'websocket', 'WebSocket', 'WebSocket'],
    ['http://a', 'websocket', 'h2c', null],
    ['http://a', 'websocket', 'h2c, websocket', 'websocket'],
    ['http://a', 'websocket', ', ,', null],
    ['http://a', 'foo, bar/2', 'bar/2,foo', 'bar/2, foo'],
    ['http://a', 'ANY', 'h2c,  x', 'h2c, x'],
    ['ws://a', null, 'WebSocket', 'WebSocket'],
    ['wss://a', null, 'websocket', 'websocket'],
    ['ws://a', null, 'h2c', null],
    ['ws://a', 'foo', 'websocket', null]
  ]
  for (const [url, upgrade, asked, offered] of cases) {
    const [member] = new Balancers(() => '').add('x', { members: [{ url, upgrade }] }).members
    t.equal(acceptedUpgrade(member!, asked), offered, `${url} ${upgrade} ${asked}`)
    t.equal(mayUpgrade(member!), url !== 'http://a' || upgrade !== null)
  }
})

t.test('a member may change to what it was offered', async t => {
  for (const changedTo of ['websocket', 'WebSocket', 'foo', 'foo, websocket']) t.ok(isOffered('WebSocket, Foo', changedTo), changedTo)
  for (const changedTo of ['', 'bar', 'foo, bar', undefined, ['foo']]) t.notOk(isOffered('WebSocket, Foo', changedTo), String(changedTo))
  t.ok(isWebSocket('WebSocket'))
  t.notOk(isWebSocket('websocket2'))
})

t.test('only what the member accepts is asked for', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url.replace('http', 'WS') }] })
  const client = ask(t, port, upgradeTo('h2c, WebSocket'))
  await client.gets('\r\n\r\n')
  t.match(client.received, /^HTTP\/1\.1 101 Switching Protocols\r\nx-member: a\r\nupgrade: WebSocket\r\nconnection: Upgrade\r\nDate: [^\r]+\r\n\r\n$/)
  t.match(a.upgraded[0]!.request.headers, { upgrade: 'WebSocket', connection: 'Upgrade' })
})

t.test('subprotocols, extensions and keys pass', async t => {
  const a = await startUpgrading(t, 'a', () => [
    'HTTP/1.1 101 Fine', 'Upgrade: WebSocket', 'Connection: upgrade, X-Hop', 'X-Hop: 1', 'Sec-WebSocket-Accept: abc', 'Sec-WebSocket-Protocol: chat',
    'Sec-WebSocket-Extensions: permessage-deflate', 'Set-Cookie: a=1', 'Set-Cookie: b=2', '', ''
  ].join('\r\n'))
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] }, {
    headers: [{ action: 'set', name: 'X-Ours', value: '%{BALANCER_NAME}e' }]
  })
  const client = ask(t, port, upgradeTo('websocket', 'Sec-WebSocket-Key: x', 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Protocol: chat, talk', 'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits'))
  await client.gets('\r\n\r\n')
  t.match(a.upgraded[0]!.request.headers, {
    'sec-websocket-key': 'x',
    'sec-websocket-version': '13',
    'sec-websocket-protocol': 'chat, talk',
    'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits'
  })
  t.strictSame(client.received.split('\r\n').filter(line => !line.startsWith('Date: ')), [
    'HTTP/1.1 101 Fine', 'sec-websocket-accept: abc', 'sec-websocket-protocol: chat', 'sec-websocket-extensions: permessage-deflate',
    'set-cookie: a=1', 'set-cookie: b=2', 'x-ours: balancer://shop', 'upgrade: WebSocket', 'connection: Upgrade', '', ''
  ])
})

t.test('a member that changes to something else is a bad gateway', async t => {
  for (const line of ['Upgrade: foo\r\n', '']) {
    const a = await startUpgrading(t, 'a', () => `HTTP/1.1 101 Switching Protocols\r\n${line}Connection: Upgrade\r\n\r\n`)
    const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
    t.match(await exchange(port, upgradeTo('websocket')), /^HTTP\/1\.1 502 Bad Gateway\r\n[^]*FST_BALANCER_BAD_GATEWAY/)
    t.equal(a.upgraded.length, 1)
    t.equal(member!.busy, 0)
  }
})

t.test('a member that does not want to says so, and the connection ends', async t => {
  const a = await startUpgrading(t, 'a', () => 'HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nContent-Length: 2\r\n\r\nno')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const answer = await exchange(port, upgradeTo('websocket'))
  t.match(answer, /^HTTP\/1\.1 426 Upgrade Required\r\n[^]*connection: close\r\n\r\nno$/i)
  t.notMatch(answer, /upgrade: /i)
  t.equal(member!.busy, 0)
})

t.test('a plain request to a member that upgrades is a plain request', async t => {
  const a = await startBackend(t, 'a')
  const { port, url } = await startShop(t, { members: [{ url: a.url.replace('http', 'ws') }] })
  t.equal(await (await fetch(url)).text(), 'a')
  t.match(a.received[0]!.headers, { host: `127.0.0.1:${a.port}` })
  await exchange(port, 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n')
  t.equal(a.received[1]!.headers.upgrade, undefined)
})

t.test('a member that cannot be reached leaves the upgrade to the next, which may take it as a plain request', async t => {
  const [a, b] = [await startUpgrading(t, 'a'), await startBackend(t, 'b')]
  const dead = await refusingUrl()
  const { port } = await startShop(t, { members: [{ url: dead, upgrade: 'websocket' }, { url: a.url, upgrade: 'websocket' }] })
  await openWebSocket(t, port)
  const plain = await startShop(t, { members: [{ url: dead, upgrade: 'websocket' }, { url: b.url }] })
  t.match(await exchange(plain.port, upgradeTo('websocket')), /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nb$/)
  t.equal(b.received[0]!.headers.upgrade, undefined)
})
