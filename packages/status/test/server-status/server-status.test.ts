import { createHash } from 'node:crypto'
import balancer from '@fastify-balancer/balancer'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import serverStatus, { serverStatus as named } from '../../src/index.ts'
import type { ServerStatusOptions } from '../../src/index.ts'
import { startBackend } from '../../../balancer/test/support/member.ts'
import { processFigures } from './support/report.ts'

async function statusApp (t: Test, options: ServerStatusOptions = {}, url = 'http://10.0.0.1:8080'): Promise<FastifyInstance> {
  const app = Fastify()
  t.after(() => app.close())
  app.register(balancer, { balancers: { shop: { members: [{ url }] } }, proxyPass: [{ path: '/shop', url: 'balancer://shop/' }] })
  app.register(serverStatus, options)
  await app.ready()
  return app
}

t.test('a scraper reads what requests have done', async t => {
  const app = await statusApp(t, { workers: 3 }, (await startBackend(t, 'a')).url)
  const front = await app.listen({ host: '127.0.0.1', port: 0 })
  for (let i = 0; i < 2; i++) t.equal(await (await fetch(`${front}/shop/x`)).text(), 'a')
  const response = await fetch(`${front}/server-status?auto`)
  t.equal(response.headers.get('content-type'), 'text/plain; charset=ISO-8859-1')
  const text = await response.text()
  t.match(text, /^127\.0\.0\.1\nServerVersion: Apache\/2\.4\.\d+ \(fastify-balancer \d+\.\d+\.\d+\)\nServerMPM: event\nServer Built: with Fastify 5\./)
  t.match(text, /\nTotal Accesses: 2\nTotal kBytes: 0\nTotal Duration: \d+\nCPUUser: \d*\.?\d+\n/)
  t.match(text, /\nBusyWorkers: 1\nGracefulWorkers: 0\nIdleWorkers: 2\nProcesses: 1\nStopping: 0\nConnsTotal: \d\n/)
  t.match(text, /\nScoreboard: __W\nProxyBalancer\[0\]Name: balancer:\/\/shop\n[^]*Worker\[0\]Elected: 2\n/)
  const page = await (await fetch(`${front}/server-status`)).text()
  t.match(page, '<td nowrap>GET /shop/x HTTP/1.1</td>')
  t.match(page, '(via 127.0.0.1)</h1>')
})

t.test('what is wanted stands in the query, in any combination', async t => {
  const app = await statusApp(t)
  const ask = (query: string) => app.inject(`/server-status${query}`)
  const refreshes: Readonly<Record<string, string | undefined>> = {
    '': undefined, '?auto': undefined, '?refresh': '10', '?refresh=3': '3', '?refresh=0': '10', '?refresh=x': '10', '?auto&refresh=3': '3', '?notable&refresh=60': '60'
  }
  for (const [query, refresh] of Object.entries(refreshes)) t.equal((await ask(query)).headers.refresh, refresh, query)
  t.equal((await ask('')).headers['content-type'], 'text/html; charset=ISO-8859-1')
  t.match((await ask('?notable')).body, '<h2>Server Details</h2>')
  t.match((await ask('?refresh=5&auto')).headers['content-type'], 'text/plain')
})

t.test('HEAD is GET without the body, and other methods are not the page\'s', async t => {
  const app = await statusApp(t)
  const head = await app.inject({ method: 'HEAD', url: '/server-status?auto' })
  t.equal(head.statusCode, 200)
  t.equal(head.body, '')
  t.ok(Number(head.headers['content-length']) > 300)
  for (const method of ['POST', 'PUT', 'OPTIONS'] as const) t.equal((await app.inject({ method, url: '/server-status' })).statusCode, 404, method)
})

t.test('this machine gets in, or whom the options name', async t => {
  const from = (app: FastifyInstance, remoteAddress: string, headers = {}) => app.inject({ url: '/server-status?auto', remoteAddress, headers })
  const app = await statusApp(t)
  t.equal((await from(app, '127.0.0.1')).statusCode, 200)
  const refused = await from(app, '10.0.0.1')
  t.equal(refused.statusCode, 403)
  t.match(refused.headers, { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  const guarded = await statusApp(t, { requireIp: ['10'], users: { ann: 'secret' } })
  t.equal((await from(guarded, '127.0.0.1')).statusCode, 403)
  const asked = await from(guarded, '10.0.0.1')
  t.equal(asked.statusCode, 401)
  t.match(asked.headers['www-authenticate'], 'realm="Server Status"')
  t.equal((await from(guarded, '10.0.0.1', { authorization: `Basic ${btoa('ann:secret')}` })).statusCode, 200)
})

t.test('the page has one style, named in its policy, and nothing else that is carried out', async t => {
  const { headers, body } = await (await statusApp(t)).inject('/server-status')
  const style = /<style type='text\/css'>([^]*?)<\/style>/.exec(body)![1]!
  const hash = createHash('sha256').update(style).digest('base64')
  t.equal(headers['content-security-policy'], `default-src 'none'; style-src 'sha256-${hash}'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'`)
  t.notMatch(body, /style=|<script|onclick/)
})

t.test('options: another path and name, no totals, no balancers, other processes', async t => {
  const app = await statusApp(t, {
    path: '/status', serverName: 'lb.example', extendedStatus: false, proxyStatus: false, processes: async () => [processFigures(), processFigures({ letters: 'WW_' })]
  })
  const { body } = await app.inject('/status?auto')
  t.match(body, /^lb\.example\n/)
  t.match(body, 'Processes: 2\n')
  t.match(body, 'Scoreboard: _W_WW_\n')
  t.notMatch(body, /Total Accesses|ProxyBalancer/)
})

t.test('a bad option fails the start', async t => {
  await t.rejects(statusApp(t, { workers: 0 }), { code: 'FST_BALANCER_STATUS_BAD_OPTION', message: /^workers/ })
  await t.rejects(statusApp(t, { requireIp: ['nowhere'] }), { message: /requireIp/ })
})

t.test('it is exported by name and by default', async t => {
  t.equal(serverStatus, named)
})
