import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

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

t.test('an app knows how many connections there are to a member, those of apps that share its balancers too', async t => {
  const held: Array<() => void> = []
  const a = await startBackend(t, 'a', (_request, response) => { held.push(() => response.end()) })
  const proxyPass = [{ path: '/', url: 'balancer://shop/' }]
  const one = await startApp(t, { balancers: { shop: { members: [{ url: a.url, max: 1 }] } }, proxyPass })
  const other = await startApp(t, { balancers: one.app.balancers, proxyPass })
  const member = one.app.balancers.get('shop').members[0]!
  t.strictSame(one.app.connectionsTo(member), { idle: 0, busy: 0, waiting: 0 })
  const answers = [one, one, other].map(({ url }) => fetch(url))
  await until(() => held.length === 2 && one.app.connectionsTo(member).waiting === 1)
  t.strictSame(other.app.connectionsTo(member), { idle: 0, busy: 2, waiting: 1 })
  held.splice(0).forEach(end => end())
  await until(() => held.length === 1)
  held.splice(0).forEach(end => end())
  await Promise.all(answers)
  await until(() => one.app.connectionsTo(member).idle === 2)
  await other.app.close()
  t.strictSame(one.app.connectionsTo(member), { idle: 1, busy: 0, waiting: 0 })
})
