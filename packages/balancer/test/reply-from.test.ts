import replyFrom from '@fastify/reply-from'
import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('an answer of 503 is the backend\'s word: it passes, and is asked for once', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(503, { 'retry-after': '2' }).end('not now') })
  const b = await startBackend(t, 'b')
  const { url } = await startShop(t, { members: [{ url: a.url }, { url: b.url }] })
  const response = await fetch(url)
  t.equal(response.status, 503)
  t.equal(response.headers.get('retry-after'), '2')
  t.equal(await response.text(), 'not now')
  t.strictSame([a.asked.length, b.asked.length], [1, 0])
})

t.test('an app may have a reply.from of its own, before and after', async t => {
  const a = await startBackend(t, 'a')
  for (const order of ['before', 'after']) {
    const app = Fastify({ forceCloseConnections: true })
    t.teardown(() => app.close())
    const proxyPass = [{ path: '/p', url: a.url }]
    if (order === 'after') await app.register(balancer, { proxyPass })
    await app.register(replyFrom, { base: `${a.url}/from` })
    if (order === 'before') await app.register(balancer, { proxyPass })
    app.get('/own', (_request, reply) => reply.from('/from/own'))
    const url = await app.listen({ host: '127.0.0.1', port: 0 })
    t.equal(await (await fetch(`${url}/own`)).text(), 'a')
    t.equal(await (await fetch(`${url}/p/x`)).text(), 'a')
    t.strictSame(a.asked.splice(0), ['GET /from/own', 'GET /x'], order)
  }
})
