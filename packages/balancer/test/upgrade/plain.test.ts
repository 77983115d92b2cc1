import Fastify from 'fastify'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { control } from '@fastify-balancer/core'
import { startShop } from '../support/app.ts'
import { connect, exchange } from '../support/client.ts'
import { startBackend } from '../support/member.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { ask, openWebSocket, upgradeTo, wire } from './support/wire.ts'

const last = 'GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

t.test('a request for a protocol that no member accepts is a plain request on a connection that is kept', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const h2c = upgradeTo('h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA', 'X-Empty:', 'X-Tag: a', 'x-tag: b').replace('Connection: Upgrade', 'Connection: Upgrade, HTTP2-Settings')
  const client = ask(t, port, h2c)
  for (const request of [h2c, last]) {
    await client.gets('\r\n\r\na')
    t.match(client.received, /^HTTP\/1\.1 200 OK\r\n/)
    client.received = ''
    client.send(request)
  }
  await until(() => client.ended)
  t.strictSame(a.received.map(({ url }) => url), ['/chat', '/chat', '/last'])
  for (const { rawHeaders } of a.received.slice(0, 2)) {
    t.strictSame(rawHeaders, [
      'Host', `127.0.0.1:${a.port}`, 'X-Empty', '', 'X-Tag', 'a', 'x-tag', 'b', 'X-Forwarded-For', '127.0.0.1',
      'X-Forwarded-Host', 'www.example', 'X-Forwarded-Server', 'www.example', 'Connection', 'Keep-Alive'
    ])
  }
})

t.test('a request with a body is a plain request, its body where it belongs', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'ANY' }] })
  const post = upgradeTo('websocket', 'Content-Length: 5').replace('GET', 'POST')
  const chunked = upgradeTo('websocket', 'Transfer-Encoding: chunked').replace('GET', 'POST')
  const client = ask(t, port, `${post}hello`)
  await client.gets('\r\n\r\na')
  // What comes behind a body is the next request.
  client.send(`${chunked}5\r\nworld\r\n0\r\n\r\n${last}`)
  await until(() => client.ended)
  t.strictSame(a.received.map(({ url, body }) => `${url} ${body}`), ['/chat hello', '/chat world', '/last '])
  t.equal(a.upgraded.length, 0)
})

t.test('a body that comes late comes too', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'ANY' }] })
  const client = ask(t, port, upgradeTo('websocket', 'Content-Length: 10').replace('GET', 'POST'))
  await until(() => a.asked.length === 1)
  client.send('0123456789')
  await until(() => a.received.length === 1)
  t.equal(a.received[0]!.body, '0123456789')
})

t.test('the same over many requests, without a listener left behind', async t => {
  const a = await startUpgrading(t, 'a')
  const { app, port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const warnings: Error[] = []
  const onWarning = (warning: Error): void => { warnings.push(warning) }
  process.on('warning', onWarning)
  t.teardown(() => process.off('warning', onWarning))
  let listeners: readonly number[] = []
  const client = wire(await connect(t, port))
  for (let i = 0; i < 30; i++) {
    client.received = ''
    client.send(upgradeTo('h2c'))
    await client.gets('\r\n\r\na')
    const [theirs] = await new Promise<import('node:net').Socket[]>(resolve => {
      app.server.once('request', ({ socket }) => resolve([socket]))
      client.send('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    })
    const counts = ['data', 'end', 'close', 'error', 'timeout', 'drain'].map(event => theirs!.listenerCount(event))
    if (i > 0) t.strictSame(counts, listeners)
    listeners = counts
    await until(() => a.received.length === 2 * (i + 1))
  }
  await new Promise(resolve => setImmediate(resolve))
  t.strictSame(warnings, [])
})

t.test('paths without a rule, and bad ones, are plain requests', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] }, {
    proxyPass: [{ path: '/chat/private', url: '!' }, { path: '/chat', url: 'balancer://shop/chat' }, { path: '/direct', url: a.url, parameters: { upgrade: 'websocket' } }]
  })
  const answer = (path: string): Promise<string> => exchange(port, upgradeTo('websocket').replace('/chat', path).replace('Connection: Upgrade', 'Connection: Upgrade, close'))
  for (const path of ['/other', '/chat/private/x', '/chat/%2fx']) t.match(await answer(path), /^HTTP\/1\.1 404 /)
  t.match(await answer('/%zz'), /^HTTP\/1\.1 400 /)
  t.equal(a.received.length, 0)
  for (const path of ['/chat/x', '/direct']) {
    const client = ask(t, port, upgradeTo('websocket').replace('/chat', path))
    await client.gets('HTTP/1.1 101 ')
  }
})

t.test('an upgrade that comes before the last answer is given ends the connection', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  for (const protocol of ['websocket', 'h2c']) {
    const client = ask(t, port, 'GET /slow HTTP/1.1\r\nHost: x\r\n\r\n')
    await until(() => a.asked.length > 0)
    client.send(upgradeTo(protocol))
    await until(() => client.ended || client.closed)
    t.equal(client.received, '')
    await until(() => member!.busy === 0)
    t.strictSame(a.asked.splice(0), ['GET /slow'])
  }
})

t.test('hooks of the app see a request for another protocol, and may refuse it', async t => {
  const a = await startUpgrading(t, 'a')
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-hook', '1')
    if (request.headers.cookie === undefined) await reply.code(401).send('who are you?')
  })
  await app.register(balancer, { proxyPass: [{ path: '/', url: a.url.replace('http', 'ws') }] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  t.match(await exchange(port, upgradeTo('websocket')), /^HTTP\/1\.1 401 Unauthorized\r\n[^]*\r\n\r\nwho are you\?$/)
  t.equal(a.upgraded.length, 0)
  const client = ask(t, port, upgradeTo('websocket', 'Cookie: a=b'))
  await client.gets('x-hook: 1')
})

t.test('other listeners get what we leave, and only that', async t => {
  const a = await startUpgrading(t, 'a')
  const heard: string[] = []
  const { app, port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] }, { proxyPass: [{ path: '/chat', url: 'balancer://shop/chat' }] })
  app.server.on('upgrade', (request, socket) => {
    heard.push(request.url!)
    socket.end('HTTP/1.1 418 Teapot\r\nConnection: close\r\n\r\n')
  })
  t.match(await exchange(port, upgradeTo('websocket').replace('/chat', '/own')), /^HTTP\/1\.1 418 /)
  await openWebSocket(t, port)
  t.strictSame(heard, ['/own'])
})

t.test('two plugin instances on one server serve each its own', async t => {
  const [a, b] = [await startUpgrading(t, 'a'), await startUpgrading(t, 'b')]
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  for (const [prefix, { url }] of [['/a', a], ['/b', b]] as const) {
    await app.register(async scope => { await scope.register(balancer, { proxyPass: [{ path: '/', url: url.replace('http', 'ws') }] }) }, { prefix })
  }
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  for (const name of ['a', 'b']) {
    const client = ask(t, port, upgradeTo('websocket').replace('/chat', `/${name}/`))
    await client.gets(`x-member: ${name}`)
  }
  t.match(await exchange(port, upgradeTo('websocket').replace('Connection: Upgrade', 'Connection: Upgrade, close')), /^HTTP\/1\.1 404 /)
})

t.test('nobody listens until some member may upgrade', async t => {
  const a = await startUpgrading(t, 'a')
  const { app, port } = await startShop(t, { growth: 1, members: [{ url: a.url }] })
  t.equal(app.server.listenerCount('upgrade'), 0)
  t.match(await exchange(port, upgradeTo('websocket').replace('Connection: Upgrade', 'Connection: Upgrade, close')), /^HTTP\/1\.1 200 /)
  control(app.balancers, { balancer: 'shop', member: a.url, set: { loadfactor: 2 } }, 'test', Date.now())
  t.equal(app.server.listenerCount('upgrade'), 0)
  control(app.balancers, { balancer: 'shop', member: a.url, set: { upgrade: 'websocket' } }, 'test', Date.now())
  t.equal(app.server.listenerCount('upgrade'), 1)
  control(app.balancers, { balancer: 'shop', add: { url: 'ws://b' } }, 'test', Date.now())
  t.equal(app.server.listenerCount('upgrade'), 1)
  await openWebSocket(t, port)
})

t.test('a path that cannot be sent to a member is a plain request, which is refused', async t => {
  const { app } = await startShop(t, { members: [{ url: 'ws://a' }] }, { proxyPass: [{ path: '/', url: 'balancer://shop/', mapping: 'encoded' }] })
  const accepts = (url: string): boolean => app.upgrades.accepts({ url, headers: { upgrade: 'websocket' } } as never)
  t.ok(accepts('/chat'))
  t.notOk(accepts('/\x01'))
})
