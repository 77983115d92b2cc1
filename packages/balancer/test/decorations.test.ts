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
