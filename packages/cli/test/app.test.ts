import t from 'tap'
import type { Requirement } from '@fastify-balancer/conf'
import { backend } from './support/backend.ts'
import { place, requirement, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

t.test('virtual hosts share balancers and have their own rules', async t => {
  const back = await backend((request, response) => { response.end(request.url) })
  t.teardown(back.close)
  const { ask, balancers } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [{ url: back.url }] }],
    virtualHosts: ['first', 'second'].map(name => server({
      addresses: [{ host: null, port: 80 }], serverName: `${name}.example`, proxyPass: [rule('/', `balancer://one/${name}/`)]
    }))
  })
  t.equal((await ask('/', { host: 'first.example' })).body, '/first/')
  t.equal((await ask('/', { host: 'second.example' })).body, '/second/')
  t.equal(balancers.get('one').members[0]!.elected, 2)
})

t.test('what no rule matches is not found, what is no URL is a bad request', async t => {
  const { ask } = await started(t, { main: server({ proxyPass: [rule('/api', '!')] }) })
  const missing = await ask('/nowhere')
  t.equal(missing.status, 404)
  t.match(missing.body, '<h1>Not Found</h1>')
  const bad = await ask('/%zz')
  t.ok(bad.status === 400 || bad.status === 404)
  t.match(bad.headers['content-type'], 'text/html')
})

t.test('the manager is where its Location is, for whom the sections let in', async t => {
  const location = { path: '/balancer-manager', handler: 'balancer-manager' as const, place }
  const guardedBy = (require: Requirement) => ({ locations: [{ ...location, guarded: true }], sections: [section('location', '/', { require })] })
  const { ask } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [] }],
    virtualHosts: [
      server({ serverName: 'allowed', ...guardedBy(requirement('ip', ['127.0.0.1/32'])) }),
      server({ serverName: 'local', locations: [{ ...location, guarded: false }] }),
      server({ serverName: 'elsewhere', ...guardedBy(requirement('ip', ['192.0.2.0/24'])) }),
      server({ serverName: 'denied', ...guardedBy(requirement('denied')) })
    ]
  })
  const status = async (host: string) => (await ask('/balancer-manager', { host })).status
  t.match((await ask('/balancer-manager', { host: 'allowed' })).body, 'balancer://one')
  t.strictSame(await Promise.all(['allowed', 'local', 'elsewhere', 'denied'].map(status)), [200, 200, 403, 403])
})

t.test('the parameters of a rule are those of the member behind it', async t => {
  const back = await backend((_request, response) => { setTimeout(() => response.end('late'), 5000).unref() })
  t.teardown(back.close)
  const { ask } = await started(t, { main: server({ proxyPass: [rule('/', `${back.url}/`, { timeout: '100ms' })] }) })
  t.equal((await ask('/')).status, 504)
})

t.test('each server checks the members that it defines, by expressions of its own', async t => {
  const back = await backend((request, response) => { response.statusCode = request.url === '/health' ? 404 : 200; response.end('here') })
  t.teardown(back.close)
  const member = { url: back.url, hcmethod: 'GET', hcuri: '/health', hcinterval: '100ms', hcexpr: 'found' }
  const { ask, balancers } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [member] }],
    main: server({ healthChecks: { expressions: {}, balancers: [] } }),
    virtualHosts: [server({ serverName: 'shop', healthChecks: { expressions: { found: '%{REQUEST_STATUS} == 404' }, balancers: ['one'] }, proxyPass: [rule('/', 'balancer://one/')] })]
  })
  const { health } = balancers.get('one').members[0]!
  while (health.passed === 0) await new Promise(setImmediate)
  t.match(health, { watched: true, failed: 0, cause: '' })
  t.equal((await ask('/', { host: 'shop' })).body, 'here')
})

t.test('TraceEnable Off answers TRACE with 405, On leaves it to the rules', async t => {
  const status = async (traceEnable: boolean) => {
    const { ask } = await started(t, { main: server({ traceEnable }) })
    return [(await ask('/', {}, 'TRACE')).status, (await ask('/')).status]
  }
  t.strictSame(await status(false), [405, 404])
  t.strictSame(await status(true), [404, 404])
})
