import t from 'tap'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import { startApp } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }

t.test('the routes of the app keep their body parsers', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { proxyPass: [{ path: '/p', url: a.url }] }, app => {
    app.post('/own', (request, reply) => { reply.send(request.body) })
  })
  t.strictSame(await (await fetch(`${url}/own`, json)).json(), { a: 1 })
  t.equal((await fetch(`${url}/own`, { ...json, headers: { 'content-type': 'application/xml' } })).status, 415)
  await fetch(`${url}/p/z`, json)
  t.equal(a.received[0]!.body, '{"a":1}')
})

t.test('the hooks of the app run for proxied requests, also those that come later', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { proxyPass: [{ path: '/', url: `${a.url}/` }] }, app => {
    app.addHook('preHandler', async (request, reply) => {
      if (request.headers.authorization === undefined) return reply.code(401).send()
    })
    app.addHook('onSend', async (_request, reply) => { reply.header('x-hook', 'ran') })
  })
  t.equal((await fetch(url)).status, 401)
  const response = await fetch(url, { headers: { authorization: 'me' } })
  t.equal(response.headers.get('x-hook'), 'ran')
  t.equal(response.headers.get('x-member'), 'a')
  t.equal(a.asked.length, 1)
})

t.test('the error handler of the app gets the errors of the balancer', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.setErrorHandler((error: NodeJS.ErrnoException & { statusCode: number }, _request, reply) => {
    reply.code(error.statusCode).send(`sorry: ${error.code}, ${(error.cause as NodeJS.ErrnoException).code}`)
  })
  await app.register(balancer, {
    balancers: { dead: { members: [{ url: await refusingUrl() }] } },
    proxyPass: [{ path: '/', url: 'balancer://dead/' }]
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const response = await fetch(url)
  t.equal(response.status, 503)
  t.equal(await response.text(), 'sorry: FST_BALANCER_UNREACHABLE, ECONNREFUSED')
})

t.test('two scopes may have a plugin each, under their prefixes', async t => {
  const a = await startBackend(t, 'a')
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  for (const name of ['one', 'two']) {
    app.register(async scope => {
      await scope.register(balancer, { proxyPass: [{ path: '/shop', url: `${a.url}/${name}` }] })
    }, { prefix: `/${name}` })
  }
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  await fetch(`${url}/one/shop/x`)
  await fetch(`${url}/two/shop`)
  t.equal((await fetch(`${url}/shop`)).status, 404)
  t.strictSame(a.asked, ['GET /one/x', 'GET /two'])
  t.notOk(app.hasDecorator('balancers'))
})

t.test('several apps may share their balancers', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const proxyPass = [{ path: '/', url: 'balancer://shop/' }]
  const first = await startApp(t, { balancers: { shop: { members: [{ url: a.url }, { url: b.url }] } }, proxyPass })
  const second = await startApp(t, { balancers: first.app.balancers, proxyPass })
  const names: string[] = []
  for (const { url } of [first, second, first, second]) names.push(await (await fetch(url)).text())
  t.strictSame(names, ['a', 'b', 'a', 'b'])
  await first.app.close()
  t.equal(await (await fetch(second.url)).text(), 'a')
})
