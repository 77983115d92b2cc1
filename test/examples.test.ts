/** Runs every example of the documentation against real backends. */
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { formatStatus } from '@fastify-balancer/core'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { buildApp as buildHealthChecks } from '../docs/examples/health-checks.ts'
import { buildApp as buildHeartbeat, buildBackend as buildBeating } from '../docs/examples/heartbeat.ts'
import { buildApp as buildOpentelemetry } from '../docs/examples/opentelemetry.ts'
import { release } from '../docs/examples/manager-api.ts'
import { buildApp as buildOwnLbmethod } from '../docs/examples/own-lbmethod.ts'
import { buildApp as buildPlainApp } from '../docs/examples/plain-app.ts'
import { buildApp as buildRouteCookie } from '../docs/examples/route-cookie.ts'
import { buildApp as buildServerStatus } from '../docs/examples/server-status.ts'
import { buildApps } from '../docs/examples/shared-balancers.ts'
import { buildApp as buildWebSocket } from '../docs/examples/websocket.ts'
import { refusingUrl, startBackend } from '../packages/balancer/test/support/member.ts'
import { freeUdpPort } from '../packages/heartbeat/test/support/udp.ts'
import { startUpgrading } from '../packages/balancer/test/upgrade/support/upgrading-member.ts'
import { ask, upgradeTo } from '../packages/balancer/test/upgrade/support/wire.ts'
import { freePort } from './support/ports.ts'

async function listen (t: Test, app: FastifyInstance): Promise<string> {
  t.teardown(() => app.close())
  return app.listen({ host: '127.0.0.1', port: 0 })
}

async function text (url: string, cookie?: string): Promise<string> {
  const response = await fetch(url, { headers: { connection: 'close', ...(cookie === undefined ? {} : { cookie }) } })
  return response.text()
}

t.test('plain-app.ts', async t => {
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(name => startBackend(t, name)))
  const url = await listen(t, await buildPlainApp([a!.url, b!.url, c!.url]))

  const first = await fetch(`${url}/api/x`, { headers: { connection: 'close' } })
  const by = await first.text()
  const [cookie] = first.headers.getSetCookie()
  t.equal(cookie, `ROUTEID=.${by === 'a' ? 'api1' : 'api2'}; Path=/; HttpOnly; SameSite=Lax`)
  for (let i = 0; i < 3; i++) t.equal(await text(`${url}/api/x`, cookie!.split(';')[0]), by, 'the client stays with its member')
  t.equal((await fetch(`${url}/api/x`, { headers: { connection: 'close', cookie: 'ROUTEID=.api3' } })).headers.get('x-member'), 'c')

  t.equal(await text(`${url}/shop/cart`, 'ROUTEID=.api1'), 'a')
  t.equal(a!.asked.at(-1), 'GET /shop/cart')
  t.equal(await text(`${url}/one-off`, 'ROUTEID=.api2'), 'b')
  t.equal(b!.asked.at(-1), 'GET /health')
  t.equal(await text(`${url}/own`), '{"served":"by the app itself"}')
  t.match(await text(`${url}/api/internal/x`), /Not Found/)
  t.match(await text(`${url}/balancer-manager`), /balancer:\/\/apicluster/)
})

t.test('shared-balancers.ts', async t => {
  const a = await startBackend(t, 'a')
  const { shop, admin } = await buildApps([a.url])
  t.equal(await text(await listen(t, shop)), 'a')
  t.match(await text(`${await listen(t, admin)}/balancer-manager`), new RegExp(a.url))
})

t.test('health-checks.ts', async t => {
  let ready = 'yes'
  const a = await startBackend(t, 'a', (_request, response) => response.setHeader('x-ready', ready).end('a'))
  const b = await startBackend(t, 'b')
  const app = await buildHealthChecks([a.url, b.url], '100ms')
  const url = await listen(t, app)
  t.same([await text(url), await text(url)].sort(), ['a', 'b'])
  ready = 'no'
  await once(app.balancers.events, 'unhealthy')
  t.same([await text(url), await text(url)], ['b', 'b'])
  ready = 'yes'
  await once(app.balancers.events, 'healthy')
  t.same([await text(url), await text(url)].sort(), ['a', 'b'])
})

t.test('own-lbmethod.ts', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const url = await listen(t, await buildOwnLbmethod([a.url, b.url]))
  t.equal(await text(url), 'a')
  t.equal(await text(url), 'a')
})

t.test('route-cookie.ts', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const old = 'o'.repeat(32)
  const url = await listen(t, await buildRouteCookie([a.url, b.url], [old]))
  const first = await fetch(url)
  t.equal(await first.text(), 'a')
  const [cookie] = first.headers.getSetCookie()
  t.match(cookie, /^MEMBER=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  const changed = await listen(t, await buildRouteCookie([a.url, b.url], ['n'.repeat(32), old]))
  for (const front of [url, url, changed, changed]) t.equal(await text(front, cookie!.split(';')[0]), 'a')
})

t.test('websocket.ts', async t => {
  const [a, b] = [await startUpgrading(t, 'a'), await startUpgrading(t, 'b')]
  const url = await listen(t, await buildWebSocket([a.url, b.url], 's'.repeat(32)))
  const polled = await fetch(`${url}/socket.io/`, { headers: { connection: 'close' } })
  t.equal(await polled.text(), 'a')
  const [cookie] = polled.headers.getSetCookie()
  for (let i = 0; i < 2; i++) {
    const client = ask(t, Number(new URL(url).port), upgradeTo('websocket', `Cookie: ${cookie!.split(';')[0]}`).replace('/chat', '/socket.io/'))
    await client.gets('x-member: a')
    client.socket.destroy()
  }
})

t.test('opentelemetry.ts', async t => {
  const exporter = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  provider.register()
  const gone = await refusingUrl()
  const b = await startBackend(t, 'b')
  t.equal(await text(await listen(t, await buildOpentelemetry([gone, b.url]))), 'b')
  const spans = exporter.getFinishedSpans().filter(({ name }) => name.startsWith('GET shop'))
  t.match(spans.map(({ name, attributes, status }) => ({ name, attributes, status })), [
    {
      name: 'GET shop1',
      attributes: {
        'fastify_balancer.balancer': 'shop', 'fastify_balancer.member': gone, 'fastify_balancer.attempt': 1, 'fastify_balancer.reason': 'lbmethod', 'fastify_balancer.outcome': 'failed'
      },
      status: { code: 2, message: /ECONNREFUSED/ }
    },
    {
      name: 'GET shop2',
      attributes: {
        'fastify_balancer.member': b.url, 'fastify_balancer.attempt': 2, 'fastify_balancer.reason': 'failover', 'fastify_balancer.outcome': 'answered', 'http.response.status_code': 200
      }
    }
  ])
  const [first, second] = spans
  t.equal(first!.parentSpanContext!.spanId, second!.parentSpanContext!.spanId, 'both are below the span of the request')
  t.equal(b.received[0]!.headers['traceparent'], `00-${second!.spanContext().traceId}-${second!.spanContext().spanId}-01`)
  await provider.shutdown()
})

t.test('manager-api.ts', async t => {
  const backends = await Promise.all(['a', 'b', 'c'].map(name => startBackend(t, name)))
  const app = await buildPlainApp([backends[0]!.url, backends[1]!.url, backends[2]!.url])
  const [first] = app.balancers.get('apicluster').members
  let during = ''
  await release(`${await listen(t, app)}/balancer-manager/api`, 'apicluster', first!.url, async () => { during = formatStatus(first!.flags) })
  t.strictSame([during, formatStatus(first!.flags)], ['Init Drn Ok ', 'Init Ok '])
})

t.test('heartbeat.ts', async t => {
  const address = `127.0.0.1:${await freeUdpPort()}`
  const port = await freePort()
  const balancer = await buildHeartbeat([`http://127.0.0.1:${port}`], address)
  const url = await listen(t, balancer)
  t.equal((await fetch(url)).status, 503, 'nobody was heard yet')
  const heard = once(balancer.balancers.events, 'heartbeatHeard')
  const backend = await buildBeating(address, port)
  t.teardown(() => backend.close())
  await backend.listen({ host: '127.0.0.1', port })
  await heard
  t.equal(await text(url), `served on port ${port}`)
})

t.test('server-status.ts', async t => {
  const url = await listen(t, await buildServerStatus([(await startBackend(t, 'a')).url]))
  t.equal(await text(`${url}/x`), 'a')
  t.match(await text(`${url}/server-status?auto`), /\nTotal Accesses: 1\n[^]*\nIdleWorkers: 99\n[^]*\nProxyBalancer\[0\]Worker\[0\]Elected: 1\n/)
})

t.test('every example is run', async t => {
  const examples = readdirSync(join(import.meta.dirname, '../docs/examples')).sort()
  t.strictSame(examples, ['health-checks.ts', 'heartbeat.ts', 'manager-api.ts', 'opentelemetry.ts', 'own-lbmethod.ts', 'plain-app.ts', 'route-cookie.ts', 'server-status.ts', 'shared-balancers.ts', 'websocket.ts'])
})
