import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'
import t from 'tap'
import { startBackend } from '../../balancer/test/support/member.ts'

t.test('routes may come before the plugin, or after', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const app = Fastify()
  t.teardown(() => app.close())
  const members = [{ url: a.url, route: 'a' }, { url: b.url, route: 'b' }]
  await app.register(balancer, { balancers: { shop: { stickysession: 'S', members } }, proxyPass: [{ path: '/option', url: 'balancer://shop' }] })
  app.proxyPass('/before', 'balancer://shop')
  await app.register(sticky)
  app.proxyPass('/after', 'balancer://shop')
  app.get('/reply', (_request, reply) => reply.balance('shop'))
  for (const path of ['/option', '/before', '/after', '/reply']) {
    for (const route of ['b', 'b', 'a']) t.equal((await app.inject(`${path}?S=.${route}`)).payload, route, path)
  }
})

t.test('requests that go elsewhere want no member', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(balancer).register(sticky)
  app.get('/', request => ({ wanted: request.wantedMember }))
  t.strictSame((await app.inject('/?S=.b')).json(), { wanted: null })
})

t.test('requests that belong nowhere want no member, also in scopes that were there before', async t => {
  const a = await startBackend(t, 'a')
  const app = Fastify()
  t.teardown(() => app.close())
  const wanted: unknown[] = []
  app.addHook('onResponse', async request => { wanted.push(request.wantedMember) })
  await app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  await app.register(sticky)
  await app.inject('/')
  t.strictSame(wanted, [null])
})

t.test('the balancer plugin must be there', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await t.rejects(async () => { await app.register(sticky) }, { code: 'FST_ERR_PLUGIN_DEPENDENCY_NOT_REGISTERED' })
})

t.test('a wrong option fails the registration', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(balancer)
  await t.rejects(async () => { await app.register(sticky, { secret: 'short' }) }, { code: 'FST_BALANCER_BAD_OPTION' })
})
