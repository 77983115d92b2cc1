import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import t from 'tap'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import { formatStatus } from '@fastify-balancer/core'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

t.test('closing the app closes its connections to members', async t => {
  const a = await startBackend(t, 'a')
  const sockets: Socket[] = []
  a.server.on('connection', socket => sockets.push(socket))
  const { app, url } = await startShop(t, { members: [{ url: a.url }] })
  await (await fetch(url)).text()
  t.equal(sockets.length, 1)
  const closed = once(sockets[0]!, 'close')
  await app.close()
  await closed
})

t.test('a request under way is finished first', async t => {
  let response: ServerResponse | undefined
  const a = await startBackend(t, 'a', (_request, ours) => { response = ours })
  const app = Fastify()
  await app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const asked = exchange((app.server.address() as AddressInfo).port, get('/'))
  await until(() => response !== undefined)
  const closing = app.close()
  await new Promise(resolve => setImmediate(resolve))
  response!.end('done')
  t.match(await asked, /^HTTP\/1\.1 200 [^]*done/)
  await closing
  t.equal(formatStatus(app.balancers.get('shop').members[0]!.flags), 'Init Ok ')
})

t.test('connections are kept and used again, unless disablereuse', async t => {
  for (const [disablereuse, connections] of [[false, 1], [true, 3]] as const) {
    const a = await startBackend(t, 'a')
    let count = 0
    a.server.on('connection', () => { count++ })
    const { url } = await startShop(t, { members: [{ url: a.url, disablereuse, ttl: 30, max: 4, connectiontimeout: 5, keepalive: true }] })
    for (let i = 0; i < 3; i++) await (await fetch(url)).text()
    t.equal(count, connections)
    t.equal(a.received[0]!.headers.connection, disablereuse ? 'close' : 'Keep-Alive')
  }
})
