import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

t.test('of a member\'s error only status, reason and challenge reach the client', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    response.writeHead(Number(request.url!.slice(1)), 'Their Reason', { 'X-Secret': '1', 'Set-Cookie': 'a=1', 'WWW-Authenticate': 'Basic realm="x"' }).end('their page')
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] }, { proxyErrorOverride: true })
  for (const status of [400, 401, 503, 599]) {
    const answer = await exchange(port, get(`/${status}`))
    t.match(answer, new RegExp(`^HTTP/1\\.1 ${status} Their Reason\r\n[^]*FST_BALANCER_ERROR_OVERRIDE`))
    t.notMatch(answer, /x-secret|set-cookie|their page/i)
    t.equal(/^www-authenticate: Basic realm="x"\r$/im.test(answer), status === 401, 'who has to log in hears how')
  }
  t.match(await exchange(port, get('/399')), /their page/)
  t.equal(members[0]!.errorTime, 0)
  await until(() => members[0]!.busy === 0)
})

t.test('only the statuses that are named', async t => {
  const a = await startBackend(t, 'a', (request, response) => { response.writeHead(Number(request.url!.slice(1))).end('their page') })
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyErrorOverride: [500, 503] })
  t.match(await exchange(port, get('/404')), /^HTTP\/1\.1 404 [^]*their page/)
  t.match(await exchange(port, get('/503')), /^HTTP\/1\.1 503 [^]*FST_BALANCER_ERROR_OVERRIDE/)
})

t.test('HEAD has no body', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(500).end('their page') })
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyErrorOverride: true })
  t.match(await exchange(port, get('/').replace('GET', 'HEAD')), /^HTTP\/1\.1 500 [^]*\r\n\r\n$/)
})

t.test('the app\'s error handler makes the page', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(503).end('their page') })
  const app = Fastify()
  t.teardown(() => app.close())
  app.setErrorHandler((error: Error & { statusCode: number, code: string }, _request, reply) => reply.code(error.statusCode).type('text/html').send(`sorry: ${error.code}`))
  await app.register(balancer, { proxyPass: [{ path: '/', url: a.url }], proxyErrorOverride: [503] })
  const { statusCode, body } = await app.inject('/')
  t.strictSame([statusCode, body], [503, 'sorry: FST_BALANCER_ERROR_OVERRIDE'])
})

t.test('the connection serves the next request', async t => {
  const sockets = new Set()
  const a = await startBackend(t, 'a', (request, response) => {
    sockets.add(request.socket)
    response.writeHead(500).end('their page')
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] }, { proxyErrorOverride: true })
  for (let i = 0; i < 3; i++) {
    t.match(await exchange(port, get('/')), /FST_BALANCER_ERROR_OVERRIDE/)
    await until(() => members[0]!.busy === 0)
  }
  t.equal(sockets.size, 1)
})

t.test('a page without end is not waited for', async t => {
  let closed = false
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeHead(500).write('x')
    response.once('close', () => { closed = true })
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] }, { proxyErrorOverride: true })
  t.match(await exchange(port, get('/')), /FST_BALANCER_ERROR_OVERRIDE/)
  await until(() => closed && members[0]!.busy === 0)
})
