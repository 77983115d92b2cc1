import t from 'tap'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import { startBackend } from './support/member.ts'

t.test('requests may be injected', async t => {
  const a = await startBackend(t, 'a')
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  const got = await app.inject('/x?y')
  t.equal(got.statusCode, 200)
  t.equal(got.payload, 'a')
  await app.inject({ method: 'POST', url: '/', payload: { a: 1 } })
  t.strictSame(a.received.map(({ method, url, body }) => [method, url, body]), [['GET', '/x?y', ''], ['POST', '/', '{"a":1}']])
  t.equal(app.balancers.get('shop').members[0]!.busy, 0)
})
