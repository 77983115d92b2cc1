import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a request tells where it went, and why', async t => {
  const a = await startBackend(t, 'a')
  const seen: unknown[] = []
  const { app, url } = await startApp(t, {
    balancers: { shop: { members: [{ url: a.url }] } },
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }]
  }, app => {
    app.get('/own', () => 'own')
    app.addHook('onResponse', async ({ balancer, balancerMember, balancerRouteChanged }) => {
      seen.push([balancer?.reason, balancerMember?.url, balancerRouteChanged])
    })
  })
  await fetch(`${url}/shop`)
  await app.inject('/own')
  t.strictSame(seen, [['lbmethod', a.url, false], [undefined, undefined, false]])
})

t.test('an affinity is asked before the election, until one finds a route', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const asked: unknown[] = []
  const { url } = await startApp(t, {
    balancers: { shop: { stickysession: 'S', members: [{ url: a.url, route: 'a' }, { url: b.url, route: 'b' }] } },
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }]
  }, app => {
    app.addAffinity((request, balancer, election, path) => {
      asked.push([balancer.name, path])
      election.route = (request.headers['x-route'] as string | undefined) ?? null
    }).addAffinity((_request: FastifyRequest, _balancer, election) => { election.route = 'b' })
  })
  t.equal(await (await fetch(`${url}/shop/%7E?q`, { headers: { 'x-route': 'a' } })).text(), 'a')
  t.equal(await (await fetch(`${url}/shop`)).text(), 'b')
  t.strictSame(asked, [['shop', { decoded: '/shop/~', query: '?q' }], ['shop', { decoded: '/shop', query: '' }]])
})

t.test('an app knows under which path a balancer is found', async t => {
  const { app } = await startApp(t, {
    balancers: { shop: {}, hidden: {}, searched: {} },
    proxyPass: [
      { path: /^\/x/, url: 'balancer://shop' },
      { path: '/größe', url: 'balancer://shop/a' },
      { path: '/b', url: 'balancer://shop/b' },
      { path: /^\/y/, url: 'balancer://searched' }
    ]
  })
  const paths = ['shop', 'hidden', 'searched'].map(name => app.proxyPassPath(app.balancers.get(name)))
  t.strictSame(paths, ['/größe', null, null])
})
