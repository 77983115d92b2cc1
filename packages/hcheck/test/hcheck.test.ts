import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import { control, formatStatus } from '@fastify-balancer/core'
import type { BalancerMember, CheckAnswer, MemberInput } from '@fastify-balancer/core'
import hcheck from '@fastify-balancer/hcheck'
import type { HcheckPluginOptions } from '@fastify-balancer/hcheck'
import { startApp } from '../../balancer/test/support/app.ts'
import { keepLogs } from '../../balancer/test/support/logs.ts'
import { refusingUrl, startBackend } from '../../balancer/test/support/member.ts'
import { ca, startTlsMember } from '../../balancer/test/support/tls-member.ts'
import { until } from '../../balancer/test/support/until.ts'
import { temporaryDirectory } from '../../../test/support/directory.ts'

/** An app whose members are checked every 100 ms, from its start on. */
async function startChecks (t: Test, members: ReadonlyArray<MemberInput & { url: string }>, options: HcheckPluginOptions = {}, others: BalancerPluginOptions = {}): Promise<readonly BalancerMember[]> {
  const shop = { growth: 1, members: members.map(member => ({ hcmethod: 'GET', hcinterval: '100ms', ...member })) }
  const { app } = await startApp(t, { balancers: { shop }, ...others }, app => app.register(hcheck, options))
  return app.balancers.get('shop').members
}

/** Once each was checked: its path, and why its check failed, `ok` where it did not. */
async function causes (members: readonly BalancerMember[]): Promise<string[]> {
  await until(() => members.every(({ health }) => health.checkedAt > 0))
  return members.map(({ path, health }) => `${path} ${health.cause === '' ? 'ok' : health.cause}`.trim())
}

/** A server that answers everything with 200 and keeps the heads that it gets. */
async function keepHeads (t: Test, listen: string | number): Promise<{ heads: string[], port: number }> {
  const heads: string[] = []
  const server = createServer(socket => {
    socket.on('error', () => {}).on('data', data => {
      heads.push(String(data))
      socket.end('HTTP/1.0 200 OK\r\n\r\n')
    })
  }).listen(typeof listen === 'string' ? { path: listen } : { port: listen, host: '127.0.0.1' })
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = server.address()
  return { heads, port: typeof address === 'object' && address !== null ? address.port : 0 }
}

t.test('each method asks in its own way', async t => {
  const { heads, port } = await keepHeads(t, 0)
  const url = `http://127.0.0.1:${port}`
  const asked = [
    ['GET', '/a', '', 'GET /a HTTP/1.0'],
    ['GET11', '/b', 'st', 'GET /b/st HTTP/1.1'],
    ['HEAD', '/c', '/st', 'HEAD /c/st HTTP/1.0'],
    ['head11', '/d/', '//st', 'HEAD /d//st HTTP/1.1'],
    ['HEAD11', '', '', 'HEAD / HTTP/1.1'],
    ['GET', '/e', '?x=1', 'GET /e/?x=1 HTTP/1.0'],
    ['OPTIONS', '/f', '/st', 'OPTIONS * HTTP/1.0'],
    ['OPTIONS11', '/g', '', 'OPTIONS * HTTP/1.1'],
    ['TCP', '/h', '/st', null]
  ] as const
  const members = await startChecks(t, asked.map(([hcmethod, path, hcuri]) => ({ url: url + path, hcmethod, hcuri })))
  t.same((await causes(members)).filter(cause => !cause.endsWith('ok')), [])
  t.same([...new Set(heads)].sort(), asked.map(([, , , line]) => line).filter(line => line !== null).map(line => `${line}\r\nHost: 127.0.0.1:${port}\r\n\r\n`).sort())
})

t.test('an answer of 200 to 399 passes, others fail, and so does what is no answer', async t => {
  const { url } = await startBackend(t, 'A', ({ url }, response) => {
    if (url === '/cut') response.destroy()
    else response.writeHead(Number(url!.slice(1))).end()
  })
  const paths = ['/200', '/204', '/399', '/400', '/503', '/cut']
  const members = await startChecks(t, [...paths.map(path => ({ url: url + path })), { url: await refusingUrl() }, { url: await refusingUrl(), hcmethod: 'TCP' }])
  const found = await causes(members)
  t.same(found.slice(0, 5), ['/200 ok', '/204 ok', '/399 ok', '/400 answered 400', '/503 answered 503'])
  t.match(found[5], /^\/cut closed by the member$/)
  t.match(found[6], /^connect ECONNREFUSED/)
  t.match(found[7], /^connect ECONNREFUSED/)
  t.equal(formatStatus(members[0]!.flags), 'Init Ok ')
  t.equal(formatStatus(members[3]!.flags), 'Init HcFl ')
})

t.test('an expression decides alone', async t => {
  const { url } = await startBackend(t, 'A', (_request, response) => {
    response.writeHead(404, { 'X-State': ['up', 'warm'] }).end('Under maintenance')
  })
  const expressions = {
    ok234: '%{REQUEST_STATUS} =~ /^[234]/',
    up: "resp('X-State') == 'up, warm'",
    in_maint: "hc('body') !~ /Under maintenance/",
    function: function notFound ({ status, headers, body }: CheckAnswer) { return status === 404 && headers['x-state'] === 'up, warm' && body !== '' },
    broken: () => { throw new Error('it broke') }
  }
  const names = Object.keys(expressions)
  const { app } = await startApp(t, {
    balancers: { shop: { members: [...names, ''].map(hcexpr => ({ url: `${url}/${hcexpr}`, hcmethod: 'GET', hcinterval: '100ms', hcexpr })) } }
  }, app => app.register(hcheck, { expressions }))
  const { members } = app.balancers.get('shop')
  t.same(await causes(members), [
    '/ok234 ok', '/up ok', '/in_maint answered 404, and in_maint does not hold', '/function ok', '/broken it broke', 'answered 404'
  ])
  t.same(app.healthChecks?.expressions.slice(2, 4), [
    { name: 'in_maint', text: "hc('body') !~ /Under maintenance/" }, { name: 'function', text: 'notFound()' }
  ])
  control(app.balancers, { balancer: 'shop', member: members[0]!.url, set: { hcexpr: 'gone' } }, 'test', Date.now())
  await until(() => members[0]!.health.cause === 'there is no expression gone')
})

t.test('members are reached as requests reach them: TLS, Unix sockets, other addresses', async t => {
  const path = join(await temporaryDirectory(t), 'socket')
  const { heads } = await keepHeads(t, path)
  const { heads: headsThere, port } = await keepHeads(t, 0)
  const good = await startTlsMember(t)
  const stranger = await startTlsMember(t, 'stranger')
  const members = await startChecks(t, [
    { url: `https://127.0.0.1:${good.port}/good` },
    { url: `https://127.0.0.1:${stranger.port}/stranger` },
    { url: `https://127.0.0.1:${stranger.port}/tcp`, hcmethod: 'TCP' },
    { url: `unix:${path}|http://localhost/unix` },
    { url: 'http://elsewhere.test/there' }
  ], {}, { sslProxy: { caCertificate: ca }, connectTo: [`elsewhere.test:80:127.0.0.1:${port}`] })
  const found = await causes(members)
  t.match(found[1], /^\/stranger The TLS handshake with https:\/\/127\.0\.0\.1:\d+\/stranger failed: .*self-signed/)
  t.same([found[0], ...found.slice(2)], ['/good ok', '/tcp ok', '/unix ok', '/there ok'])
  t.equal(heads[0], 'GET /unix HTTP/1.0\r\nHost: localhost\r\n\r\n')
  t.equal(headsThere[0], 'GET /there HTTP/1.0\r\nHost: elsewhere.test\r\n\r\n')
})

t.test('a silent member fails after its timeout', async t => {
  const { url } = await startBackend(t, 'A', () => {})
  const [member] = await startChecks(t, [{ url, timeout: '100ms' }])
  t.match(await causes([member!]), [/stayed silent for too long$|took too long$/])
})

t.test('an edited hcuri is asked for at once', async t => {
  const { url, asked } = await startBackend(t, 'A')
  const { app } = await startApp(t, { balancers: { shop: { members: [{ url, hcmethod: 'GET', hcinterval: 3600, hcuri: '/old' }] } } }, app => app.register(hcheck))
  control(app.balancers, { balancer: 'shop', member: url, set: { hcuri: '/new' } }, 'test', Date.now())
  await until(() => asked.length > 0)
  t.same(asked, ['GET /new'])
})

t.test('what fails is told to the log, and told again when it is over', async t => {
  const { logger, lines } = keepLogs('info')
  let status = 500
  const { url } = await startBackend(t, 'A', (_request, response) => response.writeHead(status).end())
  const { app } = await startApp(t, { balancers: { shop: { members: [{ url, hcmethod: 'GET', hcinterval: '100ms' }] } } }, app => app.register(hcheck), { logger })
  await once(app.balancers.events, 'unhealthy')
  status = 200
  await once(app.balancers.events, 'healthy')
  const told = lines.filter(({ module }) => module === 'proxy_hcheck').map(({ ah = '', httpdLevel, msg }) => `${ah} ${httpdLevel} ${msg}`)
  t.same(told, [
    `AH03303 info Health check DISABLING ${url}: answered 500`,
    ' warn balancer://shop: no member is left that passes its check, those that only fail it are used',
    `AH03302 info Health check ENABLING ${url}`
  ])
})

t.test('an app that closes ends the checks that are under way, and leaves no mark', async t => {
  const { url, asked, server } = await startBackend(t, 'A', () => {})
  const gone = new Promise(resolve => server.once('connection', socket => socket.once('close', resolve)))
  const app = Fastify()
  await app.register(balancer, { balancers: { shop: { members: [{ url, hcmethod: 'GET', hcinterval: '100ms' }] } } })
  await app.register(hcheck)
  await app.ready()
  const [member] = app.balancers.get('shop').members
  await until(() => asked.length === 1)
  await app.close()
  t.match(member, { health: { watched: false, failed: 0 } })
  await gone
})

t.test('an app that never got ready closes too', async t => {
  const app = Fastify()
  app.register(balancer, {})
  app.register(hcheck)
  app.register(async () => { throw new Error('no') })
  await t.rejects(async () => { await app.ready() }, { message: 'no' })
  await app.close()
})

t.test('wrong options are refused by name', async t => {
  const shop = { members: [{ url: 'http://a', hcmethod: 'GET', hcexpr: 'nope' }] }
  const refused: ReadonlyArray<[options: object, message: string]> = [
    [{}, 'balancer://shop member http://a: hcexpr: there is no expression nope'],
    [{ expression: {} }, 'unknown option expression'],
    [{ expressions: null }, 'expressions must be an object'],
    [{ expressions: { nope: 5 } }, 'expressions.nope must be a text or a function'],
    [{ expressions: { nope: 'true)' } }, 'expressions.nope: expression true): nothing more is understood at character 5 (")")'],
    [{ expressions: { 'a name that is long': 'true' } }, 'expressions: a name has 1 to 15 characters without blanks, not "a name that is long"'],
    [{ balancers: 'shop' }, 'balancers must be an array of names'],
    [{ balancers: ['nobody'] }, 'balancers: there is no balancer nobody']
  ]
  for (const [options, message] of refused) {
    const app = Fastify()
    app.register(balancer, { balancers: { shop } })
    app.register(hcheck, options)
    await t.rejects(async () => { await app.ready() }, { code: 'FST_BALANCER_BAD_OPTION', message })
  }
  const app = Fastify()
  app.register(balancer, { balancers: { shop } })
  app.register(hcheck, { balancers: [] })
  await app.ready()
  t.equal(app.balancers.get('shop').members[0]!.health.watched, false)
  await app.close()
  await t.rejects(async () => { await Fastify().register(hcheck) }, { code: 'FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED' })
})
