import Fastify from 'fastify'
import type { FastifyError } from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { startApp, startShop } from './support/app.ts'
import { keepLogs } from './support/logs.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('clients are not told which member failed, and how', async t => {
  const a = await startBackend(t, 'a', (request, response) => { if (request.url === '/close') response.destroy() })
  const { url } = await startApp(t, {
    balancers: { none: {} },
    proxyPass: [
      { path: '/dead', url: await refusingUrl() },
      { path: '/none', url: 'balancer://none' },
      { path: '/silent', url: `${a.url}/silent`, parameters: { timeout: '100ms' } },
      { path: '/', url: a.url }
    ]
  })
  const message = async (path: string): Promise<unknown> => ((await (await fetch(url + path)).json()) as FastifyError).message
  t.equal(await message('/dead'), 'No member could be reached')
  t.equal(await message('/none'), 'There is no member for this request')
  t.equal(await message('/close'), 'The member gave no valid answer')
  t.equal(await message('/silent'), 'The member did not answer in time')
})

t.test('unless proxyErrorReason asks for it', async t => {
  const dead = await refusingUrl()
  const { url } = await startShop(t, { members: [{ url: dead }] }, { proxyErrorReason: true })
  t.match(await (await fetch(url)).json(), { message: new RegExp(`^No member could be reached: ${dead}: ECONNREFUSED: `) })
  const none = await startShop(t, { members: [] }, { proxyErrorReason: true })
  t.match(await (await fetch(none.url)).json(), { message: 'There is no member for this request: balancer://shop' })
})

t.test('the log always tells, also that the budget of repeats was used up', async t => {
  const { logger, lines } = keepLogs('error')
  const a = await startBackend(t, 'a', request => request.socket.destroy())
  const { url } = await startApp(t, {
    balancers: { shop: { retrybudget: 0, members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, undefined, { logger })
  t.equal((await fetch(`${url}/x`)).status, 502)
  t.match(lines.find(({ ah }) => ah === 'AH00898'), {
    msg: `FST_BALANCER_CONNECTION_LOST: ${a.url} closed the connection before the end of its answer (not repeated: retrybudget is used up) returned by /x`
  })
})

t.test('an error handler of the app gets code, status and cause', async t => {
  let caught: FastifyError | undefined
  const app = Fastify()
  t.teardown(() => app.close())
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    caught = error
    return reply.code(error.statusCode!).send('sorry')
  })
  await app.register(balancer, { proxyPass: [{ path: '/', url: await refusingUrl() }] })
  const answer = await app.inject('/')
  t.match(answer, { statusCode: 503, payload: 'sorry', headers: { 'retry-after': '1' } })
  t.match(caught, { code: 'FST_BALANCER_UNREACHABLE', statusCode: 503, cause: { code: 'ECONNREFUSED' } })
})
