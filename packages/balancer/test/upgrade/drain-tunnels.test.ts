import t from 'tap'
import type { Test } from 'tap'
import { control } from '@fastify-balancer/core'
import type { BalancerOptions } from '@fastify-balancer/core'
import type { Affinity } from '@fastify-balancer/balancer'
import { startShop } from '../support/app.ts'
import type { Started } from '../support/app.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import type { UpgradingMember } from './support/upgrading-member.ts'
import { ask, frame, goodbye, openWebSocket, upgradeTo } from './support/wire.ts'

const latin1 = (bytes: Buffer): string => bytes.toString('latin1')

/** A shop of one member whose route is `a`, and by its header a request names it. */
async function start (t: Test, shop: BalancerOptions = {}): Promise<Started & { a: UpgradingMember, set: (status: string) => void }> {
  const a = await startUpgrading(t, 'a')
  const started = await startShop(t, { drainwindow: '50ms', members: [{ url: a.url, route: 'a', upgrade: 'ANY' }], ...shop })
  const byHeader: Affinity = {
    name: 'x-route',
    find (request, _balancer, election) {
      election.route = String(request.headers['x-route'])
      return true
    }
  }
  started.app.addAffinity(byHeader)
  return {
    ...started,
    a,
    set: status => { control(started.app.balancers, { balancer: 'shop', member: a.url, set: { status } }, 'test', Date.now()) }
  }
}

t.test('WebSockets of a member that is disabled or stopped are closed, sessions too', async t => {
  for (const status of ['+D', '+S']) {
    const { a, port, set, app } = await start(t)
    const clients = [await openWebSocket(t, port), await openWebSocket(t, port, 'X-Route: a')]
    set(status)
    for (const client of clients) await client.gets(goodbye(1012))
    for (const [i, client] of clients.entries()) {
      client.send('my close')
      await a.upgraded[i]!.wire.gets('my close')
      a.upgraded[i]!.wire.socket.end('its close, which nobody waits for')
      await until(() => client.ended)
      t.equal(client.received, goodbye(1012))
      client.socket.end()
    }
    await until(() => app.balancers.get('shop').members[0]!.busy === 0)
  }
})

t.test('a draining member keeps its sessions, and gives up the rest', async t => {
  const { a, port, set } = await start(t)
  const session = await openWebSocket(t, port, 'X-Route: a')
  const other = await openWebSocket(t, port)
  set('+N')
  await other.gets(goodbye(1012))
  a.upgraded[0]!.wire.send('still here')
  await session.gets('still here')
  t.equal(session.received, 'still here')
})

t.test('a WebSocket that was given a cookie here would come back, and stays', async t => {
  const a = await startUpgrading(t, 'a')
  const { app, port } = await startShop(t, { drainwindow: 0, members: [{ url: a.url, route: 'a', upgrade: 'websocket' }] }, {
    headers: [{ action: 'add', name: 'Set-Cookie', value: 'ROUTEID=.%{BALANCER_WORKER_ROUTE}e' }]
  })
  const client = await openWebSocket(t, port)
  control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '+N' } }, 'test', Date.now())
  await new Promise(resolve => setTimeout(resolve, 50))
  a.upgraded[0]!.wire.send('still here')
  await client.gets('still here')
  t.equal(client.received, 'still here')
})

t.test('a close frame comes between two frames, never inside of one', async t => {
  const { a, port, set } = await start(t)
  const client = await openWebSocket(t, port)
  const theirs = a.upgraded[0]!.wire
  const long = frame('x'.repeat(300))
  theirs.socket.write(Buffer.concat([frame('hello'), long.subarray(0, 100)]))
  await until(() => client.received.length === 107)
  set('+D')
  await new Promise(resolve => setTimeout(resolve, 100))
  theirs.socket.write(long.subarray(100, 200))
  await until(() => client.received.length === 207)
  theirs.socket.write(Buffer.concat([long.subarray(200), frame('not any more')]))
  await client.gets(goodbye(1012))
  theirs.socket.write(frame('nor this'))
  t.equal(client.received, latin1(frame('hello')) + latin1(long) + goodbye(1012))
  client.socket.end()
  await until(() => theirs.ended)
})

t.test('whoever does not answer the close is closed', async t => {
  const { a, app, port, set } = await start(t, { drainwindow: 0 })
  const client = await openWebSocket(t, port)
  set('+D')
  await client.gets(goodbye(1012))
  await until(() => client.ended || client.closed)
  await until(() => a.upgraded[0]!.wire.ended)
  await until(() => app.balancers.get('shop').members[0]!.busy === 0)
})

t.test('a client that is slow to read gets its close frame behind the rest', async t => {
  const { a, port, set } = await start(t, { drainwindow: 0 })
  const client = await openWebSocket(t, port)
  client.socket.pause()
  const long = frame('x'.repeat(16 * 1_048_576))
  a.upgraded[0]!.wire.socket.write(long)
  await new Promise(resolve => setTimeout(resolve, 100))
  set('+D')
  await new Promise(resolve => setTimeout(resolve, 100))
  client.socket.resume()
  await until(() => client.received.length === long.length + 4)
  t.ok(client.received.endsWith(goodbye(1012)))
})

t.test('other protocols are ended without a word', async t => {
  const { a, port, set } = await start(t)
  const client = ask(t, port, upgradeTo('raw'))
  await client.gets('\r\n\r\n')
  client.received = ''
  set('+D')
  await until(() => client.ended && a.upgraded[0]!.wire.ended)
  t.equal(client.received, '')
})

t.test('they go one after the other, and no more of them once the member is back', async t => {
  const { app, port, set } = await start(t, { drainwindow: '1500ms' })
  const clients = await Promise.all(Array.from({ length: 5 }, () => openWebSocket(t, port)))
  const closed = (): number => clients.filter(({ received }) => received !== '').length
  set('+D')
  await until(() => closed() > 0)
  t.equal(closed(), 1)
  control(app.balancers, { balancer: 'shop', set: { timeout: 1 } }, 'test', Date.now())
  await until(() => closed() > 1)
  t.equal(closed(), 2)
  set('-D')
  await new Promise(resolve => setTimeout(resolve, 700))
  t.equal(closed(), 2)
})

t.test('a member that is gone leaves its WebSockets to close, another of the balancer keeps its own', async t => {
  const [a, b] = [await startUpgrading(t, 'a'), await startUpgrading(t, 'b')]
  const { app, port } = await startShop(t, { drainwindow: 0, members: [{ url: a.url, upgrade: 'websocket' }, { url: b.url, upgrade: 'websocket' }] })
  const clients = [await openWebSocket(t, port), await openWebSocket(t, port)]
  app.balancers.get('shop').members.shift()
  control(app.balancers, { balancer: 'shop', set: { timeout: 1 } }, 'test', Date.now())
  await clients[0]!.gets(goodbye(1012))
  b.upgraded[0]!.wire.send('still here')
  await clients[1]!.gets('still here')
  t.equal(clients[1]!.received, 'still here')
})

t.test('what changes of another balancer, or of a member without tunnels, closes nothing', async t => {
  const { a, app, port, set } = await start(t, { drainwindow: 0 })
  set('+H')
  app.balancers.add('other', {})
  const client = await openWebSocket(t, port)
  control(app.balancers, { balancer: 'other', set: { timeout: 1 } }, 'test', Date.now())
  set('-H')
  await new Promise(resolve => setTimeout(resolve, 50))
  a.upgraded[0]!.wire.send('still here')
  await client.gets('still here')
  t.equal(client.received, 'still here')
})

t.test('an answer that comes when its member is disabled already is closed like the others', async t => {
  let answer: (() => void) | undefined
  const { a, port, set } = await start(t)
  const [upgrade] = a.server.listeners('upgrade')
  a.server.removeAllListeners('upgrade').on('upgrade', (...args) => { answer = () => upgrade!(...args) })
  const client = ask(t, port, upgradeTo('websocket'))
  await until(() => answer !== undefined)
  set('+D')
  answer!()
  await client.gets(`\r\n\r\n${goodbye(1012)}`)
})
