import balancer from '@fastify-balancer/balancer'
import { answered, checkPassed, control, watch } from '@fastify-balancer/core'
import type { BalancerOptions } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { Gauge, Registry } from 'prom-client'
import type { OpenMetricsContentType } from 'prom-client'
import t from 'tap'
import type { Test } from 'tap'
import { refusingUrl, startBackend } from '../../../balancer/test/support/member.ts'
import { until } from '../../../balancer/test/support/until.ts'
import { createMetricsRegistry, metrics } from '../../src/index.ts'
import type { MetricsOptions } from '../../src/index.ts'

async function startApp (t: Test, shop: BalancerOptions, options: MetricsOptions = {}): Promise<{ app: FastifyInstance, url: string }> {
  const app = Fastify({ forceCloseConnections: true })
  t.after(() => app.close())
  await app.register(balancer, { balancers: { shop }, proxyPass: [{ path: '/shop', url: 'balancer://shop' }] })
  await app.register(metrics, options)
  return { app, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
}

/** Name and labels, in the order of the alphabet. */
function keyOf (line: string): string {
  const [, name, labels = ''] = /^(\w+)(?:\{(.*)\})?$/.exec(line) ?? ['', line]
  return `${name}{${labels.split(',').sort().join()}}`
}

/** What is answered, by name and labels. */
async function read (app: FastifyInstance, url = '/metrics'): Promise<(line: string) => number | undefined> {
  const { body } = await app.inject(url)
  const lines = new Map(body.split('\n').map(line => [keyOf(line.slice(0, line.lastIndexOf(' '))), Number(line.slice(line.lastIndexOf(' ') + 1))]))
  return line => lines.get(keyOf(line))
}

t.test('what members did is told', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/hangs') return
    request.resume().on('end', () => response.writeHead(request.url === '/missing' ? 404 : 200).end('hello'))
  })
  const gone = await refusingUrl()
  const { app, url } = await startApp(t, { members: [{ url: a.url, route: 'a', loadfactor: 1.5, max: 7 }, { url: gone, route: 'gone', loadfactor: 1, retry: 600 }] })
  for (const path of ['x', 'x', 'missing']) await (await fetch(`${url}/shop/${path}`, { method: 'POST', body: 'abc' })).text()
  const leaving = new AbortController()
  t.rejects(fetch(`${url}/shop/hangs`, { signal: leaving.signal }))
  await until(() => a.asked.length === 4)
  control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '+N' } }, 'test', 0)

  const value = await read(app)
  const ofA = (name: string, label = ''): number | undefined => value(`fastify_balancer_member_${name}{balancer="shop",member="${a.url}",route="a"${label}}`)
  const ofGone = (name: string, label = ''): number | undefined => value(`fastify_balancer_member_${name}{balancer="shop",member="${gone}",route="gone"${label}}`)
  t.strictSame([ofA('state', ',state="draining"'), ofA('state', ',state="error"'), ofGone('state', ',state="error"'), ofGone('state', ',state="draining"')], [1, 0, 1, 0])
  t.strictSame([ofA('usable'), ofGone('usable')], [1, 0])
  t.strictSame([ofA('loadfactor'), ofGone('loadfactor')], [1.5, 1])
  t.strictSame(['2xx', '4xx', '5xx', 'none'].map(status => ofA('attempts_total', `,status="${status}"`)), [2, 1, 0, 0])
  t.equal(ofGone('attempts_total', ',status="none"'), 1)
  t.equal(ofGone('retries_total'), 1)
  t.strictSame([ofA('failures_total'), ofGone('failures_total'), ofGone('ejections_total')], [0, 1, 0])
  t.equal(ofA('elections_total', ',reason="lbmethod"')! + ofA('elections_total', ',reason="failover"')!, 4)
  t.equal(ofA('elections_total', ',reason="failover"'), 1)
  t.equal(ofA('busy'), 1)
  t.ok(ofA('sent_bytes_total')! > 200)
  t.ok(ofA('received_bytes_total')! > 40 && ofGone('received_bytes_total') === 0)
  t.equal(ofA('connections', ',state="busy"'), 1)
  t.strictSame([ofA('max_connections'), ofGone('max_connections')], [7, undefined])
  t.equal(ofA('waiting_requests'), 0)
  t.equal(ofA('latency_seconds_count'), 3)
  t.equal(ofA('latency_seconds_bucket', ',le="+Inf"'), 3)
  t.ok(ofA('latency_seconds_bucket', ',le="10"')! >= ofA('latency_seconds_bucket', ',le="0.001"')!)
  t.ok(ofA('latency_seconds_sum')! > 0 && ofA('latency_seconds_sum')! < 10)
  t.ok(value('fastify_balancer_retries_left{balancer="shop"}')! >= 9)
  t.equal(value('fastify_balancer_panic{balancer="shop"}'), 0)
  t.strictSame([ofA('checks_total', ',result="passed"'), ofA('last_check_timestamp_seconds')], [undefined, undefined])
  watch(app.balancers.get('shop').members[0]!)
  checkPassed(app.balancers.get('shop').members[0]!, 1_500)
  control(app.balancers, { balancer: 'shop', member: gone, set: { route: 'moved' } }, 'test', 0)
  const checked = await read(app)
  t.equal(checked(`fastify_balancer_member_usable{balancer="shop",member="${gone}",route="moved"}`), 0)
  const checks = (name: string, label = ''): number | undefined => checked(`fastify_balancer_member_${name}{balancer="shop",member="${a.url}",route="a"${label}}`)
  t.strictSame([checks('checks_total', ',result="passed"'), checks('checks_total', ',result="failed"'), checks('last_check_timestamp_seconds')], [1, 0, 1.5])
  t.equal(value(`fastify_balancer_build_info{version="0.1.0",node="${process.version}"}`), 1)
  t.ok(value('process_cpu_seconds_total')! > 0)
  t.ok(value('nodejs_eventloop_lag_p99_seconds')! >= 0)
  leaving.abort()
})

t.test('they are read when they are asked for, by those who may', async t => {
  const { app } = await startApp(t, { members: [{ url: 'http://a' }] }, { path: '/prometheus' })
  const response = await app.inject('/prometheus')
  t.equal(response.headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
  t.equal(response.headers['cache-control'], 'no-store')
  t.equal((await app.inject({ url: '/prometheus', remoteAddress: '10.0.0.1' })).statusCode, 403)
  t.equal((await app.inject('/metrics')).statusCode, 404)
  const { app: guarded } = await startApp(t, {}, { requireIp: ['10'], users: { ann: 'secret' } })
  t.equal((await guarded.inject({ url: '/metrics', remoteAddress: '10.0.0.1' })).statusCode, 401)
  const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`
  t.equal((await guarded.inject({ url: '/metrics', remoteAddress: '10.0.0.1', headers: { authorization } })).statusCode, 200)
})

t.test('an app adds its own metrics, or those of balancers to its own', async t => {
  const open = new Registry<OpenMetricsContentType>()
  open.setContentType(Registry.OPENMETRICS_CONTENT_TYPE)
  for (const registry of [new Registry(), open]) {
    const { app } = await startApp(t, { members: [{ url: 'http://a' }] }, { registry })
    new Gauge({ name: 'orders', help: 'Orders.', registers: [registry as Registry] }).set(3)
    const value = await read(app)
    t.equal(value('orders'), 3)
    t.equal(value('fastify_balancer_member_retries_total{balancer="shop",member="http://a",route=""}'), 0)
    t.equal(value('process_cpu_seconds_total'), undefined, 'those of the process are the app\'s business')
    t.equal((await app.inject('/metrics')).headers['content-type'], registry.contentType)
  }
})

t.test('several processes are added up', async t => {
  const registry = createMetricsRegistry()
  const { app } = await startApp(t, { members: [{ url: 'http://a', status: '+N' }] }, {
    registry,
    async processes () { return [await registry.getMetricsAsJSON(), await registry.getMetricsAsJSON()] }
  })
  answered(app.balancers.get('shop').members[0]!, 40, 200)
  const value = await read(app)
  const labels = 'balancer="shop",member="http://a",route=""'
  t.equal(value(`fastify_balancer_member_attempts_total{${labels},status="2xx"}`), 2)
  t.equal(value(`fastify_balancer_member_state{${labels},state="draining"}`), 1)
  t.strictSame(['0.03', '0.05', '+Inf'].map(le => value(`fastify_balancer_member_latency_seconds_bucket{${labels},le="${le}"}`)), [0, 2, 2])
  t.equal(value(`fastify_balancer_member_latency_seconds_sum{${labels}}`), 0.08)
  t.ok(value('process_cpu_seconds_total')! > 0)
})

t.test('apps that share balancers may share a registry', async t => {
  const registry = createMetricsRegistry()
  const { app: one } = await startApp(t, { members: [{ url: 'http://a' }] }, { registry })
  const other = Fastify()
  t.after(() => other.close())
  await other.register(balancer, { balancers: one.balancers })
  await other.register(metrics, { registry })
  t.equal((await read(other))('fastify_balancer_member_usable{balancer="shop",member="http://a",route=""}'), 1)
})

t.test('wrong options are named', async t => {
  for (const [options, message] of [
    [{ path: 'metrics' }, /^path must begin with/],
    [{ path: 7 }, /^path must begin with/],
    [{ processes: [] }, 'processes must be a function'],
    [{ registry: {} }, 'registry must be a Registry of prom-client']
  ] as const) {
    await t.rejects(startApp(t, {}, options as unknown as MetricsOptions), { code: 'FST_BALANCER_STATUS_BAD_OPTION', message })
  }
})
