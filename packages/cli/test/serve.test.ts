import { readFileSync } from 'node:fs'
import t from 'tap'
import { backend } from './support/backend.ts'
import { place, server } from './support/configuration.ts'
import { listen, rule, started } from './support/started.ts'

t.test('a request goes through ProxyPass to a member, and the same session to the same member', async t => {
  const answer = (name: string) => backend((request, response) => { response.end(`${name} ${request.url}`) })
  const [a, b] = [await answer('a'), await answer('b')]
  t.teardown(() => { a.close(); b.close() })
  const { ask } = await started(t, {
    balancers: [{
      name: 'one', place, parameters: { stickysession: 'SID' }, members: [{ url: 'http://a.local', route: 'a' }, { url: b.url, route: 'b' }]
    }],
    main: server({ proxyPass: [rule('/api', 'balancer://one/x')] })
  }, { connectTo: [`a.local:80:127.0.0.1:${a.port}`] })
  t.equal((await ask('/api/y')).body, 'a /x/y')
  t.equal((await ask('/api/y')).body, 'b /x/y')
  for (let i = 0; i < 3; i++) t.equal((await ask('/api', { cookie: 'SID=1.b' })).body, 'b /x')
})

t.test('elections are told in the error log, requests in the access log', async t => {
  const directory = t.testdir()
  const back = await backend((_request, response) => { response.end('hello') })
  t.teardown(back.close)
  const { ask, close } = await started(t, {
    balancers: [{ name: 'one', place, parameters: { stickysession: 'SID' }, members: [{ url: back.url, route: 'a' }] }],
    main: server({
      serverName: 'www.example.com:80',
      proxyPass: [rule('/', 'balancer://one/')],
      errorLog: `${directory}/error.log`,
      logLevel: { level: 'warn', modules: { proxy: 'trace2' } },
      accessLogs: [{
        path: `${directory}/access.log`, format: '%h %v "%r" %>s %{BALANCER_WORKER_ROUTE}e %{BALANCER_SESSION_ROUTE}e', place
      }]
    })
  })
  await ask('/a', { cookie: 'SID=1.a' })
  await close()
  t.equal(readFileSync(`${directory}/access.log`, 'utf8'), '127.0.0.1 www.example.com "GET /a HTTP/1.1" 200 a a\n')
  t.match(readFileSync(`${directory}/error.log`, 'utf8'), /\[proxy_balancer:debug\] \[pid \d+\] \[client 127\.0\.0\.1:\d+\] AH01161: found route a/)
})

t.test('without ErrorLog messages go to stderr', async t => {
  const { ask, io } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [] }],
    main: server({ proxyPass: [rule('/', 'balancer://one/')], logLevel: { level: 'warn', modules: {} } })
  })
  t.equal((await ask('/')).status, 503)
  t.match(io.err(), /\[proxy_balancer:error\] \[pid \d+\] \[client /)
})

t.test('it listens where the file says, unless it is told otherwise', async t => {
  const hosts = [server({ addresses: [{ host: '127.0.0.1', port: 0 }, { host: null, port: null }] })]
  const served = await started(t, { listen: [{ host: '127.0.0.1', port: 0 }, { host: '::1', port: 0 }], virtualHosts: hosts }, { listen: [] })
  t.match(served.serving.addresses, [{ host: '127.0.0.1' }, { host: '::1' }], 'on Listen')
  const ofHosts = await started(t, { listen: [], virtualHosts: [...hosts, ...hosts] }, { listen: [] })
  t.match(ofHosts.serving.addresses, [{ host: '127.0.0.1' }], 'without Listen on the addresses of its virtual hosts, on each once')
  t.equal(ofHosts.serving.addresses.length, 1)
})

t.test('nothing to listen on is refused', async t => {
  await t.rejects(started(t, { listen: [] }, { listen: [] }), { name: 'Refusal', message: /^nothing to listen on: / })
})

t.test('what fails leaves nothing open', async t => {
  const directory = t.testdir()
  const first = await started(t, {})
  const taken = { host: '127.0.0.1', port: first.serving.addresses[0]!.port }
  await t.rejects(started(t, {}, { listen: [...listen, taken] }), { message: `127.0.0.1:${taken.port}: address already in use` })
  await t.rejects(started(t, {
    main: server({ errorLog: `${directory}/missing/error.log` }),
    report: [{ directive: 'ErrorLog', file: 'httpd.conf', line: 12, verdict: 'used', note: '' }]
  }), { message: `httpd.conf:12: ErrorLog: directory ${directory}/missing does not exist` })
})
