import t from 'tap'
import { Cluster } from '../support/cluster.ts'

const routed = { A: { route: 'a' }, B: { route: 'b' } }
const cookie = (route: string): { cookie: string } => ({ cookie: `S=1.${route}` })

t.test('ST-16: draining, standby and spare members serve their own sessions', async t => {
  const cluster = new Cluster({
    A: { route: 'a' }, B: { route: 'b', status: '+N' }, C: { route: 'c', status: '+H' }, D: { route: 'd', status: '+R' }
  }, { stickysession: 'S' })
  for (const route of ['b', 'c', 'd']) {
    const { tried, election } = cluster.send(cookie(route))
    t.equal(tried, route.toUpperCase())
    t.equal(election.reason, 'route')
    t.equal(election.routeChanged, false)
  }
})

t.test('ST-17: a stopped member hands its sessions to its redirect', async t => {
  const cluster = new Cluster({ ...routed, D: { route: 'd', status: '+S', redirect: 'a' } }, { stickysession: 'S' })
  const { tried, election } = cluster.send(cookie('d'))
  t.equal(tried, 'A')
  t.equal(election.reason, 'redirect')
  t.equal(election.routeChanged, true)
})

t.test('ST-18: without redirect the lbmethod takes over', async t => {
  const cluster = new Cluster(routed, { stickysession: 'S' })
  cluster.set('B', { status: '+D' })
  const { tried, election } = cluster.send(cookie('b'))
  t.equal(tried, 'A')
  t.equal(election.reason, 'failover')
  t.equal(election.routeChanged, true)
})

t.test('ST-19: with nofailover the session waits: 503', async t => {
  const cluster = new Cluster(routed, { stickysession: 'S', nofailover: 'On' })
  cluster.set('B', { status: '+D' })
  const { status, election } = cluster.send(cookie('b'))
  t.equal(status, 503)
  t.equal(election.member, null)
  t.equal(election.routeChanged, false)
})

t.test('ST-20: nofailover does not hold for a route of nobody', async t => {
  const cluster = new Cluster(routed, { stickysession: 'S', nofailover: 'On' })
  const { status, election } = cluster.send(cookie('zz'))
  t.equal(status, 200)
  t.equal(election.reason, 'lbmethod')
  t.equal(election.routeChanged, true)
})

t.test('ST-21: a route whose member refuses fails over', async t => {
  const cluster = new Cluster(routed, { stickysession: 'S' })
  cluster.dead.add('B')
  const { status, tried, election } = cluster.send(cookie('b'))
  t.equal(status, 200)
  t.equal(tried, 'B A')
  t.equal(election.reason, 'failover')
  t.equal(election.routeChanged, true)
})

t.test('ST-22: and with nofailover it does not', async t => {
  const cluster = new Cluster(routed, { stickysession: 'S', nofailover: 'On' })
  cluster.dead.add('B')
  const { status, tried } = cluster.send(cookie('b'))
  t.equal(status, 503)
  t.equal(tried, 'B')
})

t.test('ST-23: a redirect is of no use to requests without session', async t => {
  const cluster = new Cluster({ A: { route: 'a', redirect: 'b' }, B: { route: 'b' } }, { stickysession: 'S' })
  t.equal(cluster.answers(2), 'A B')
})

t.test('ST-24: the first usable member of a shared route serves it, and the route is unchanged', async t => {
  const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b', status: '+D' }, C: { route: 'b' } }, { stickysession: 'S' })
  const { tried, election } = cluster.send(cookie('b'))
  t.equal(tried, 'C')
  t.equal(election.reason, 'route')
  t.equal(election.routeChanged, false)
})

t.test('ST-25: sessions are charged to the schedule of requests without one', async t => {
  const cluster = new Cluster({ ...routed, C: { route: 'c' } }, { stickysession: 'S' })
  cluster.member('A').lbstatus = 500
  cluster.member('B').lbstatus = -1000
  cluster.member('C').lbstatus = 500
  t.equal(cluster.answers(4, cookie('a')), 'A A A A')
  t.same(cluster.loads(), [-300, -600, 900])
  t.equal(cluster.answers(5), 'C C C C A')
})

t.test('ST-26: the path is searched decoded, the query raw', async t => {
  const cluster = new Cluster(routed, { stickysession: 'JSESSIONID|jsessionid' })
  t.equal(cluster.send({ path: decodeURIComponent('/t%3Bjsessionid=1.b') }).election.reason, 'route')
  t.equal(cluster.send({ path: '/t', query: 'jsessionid%3D1.b' }).election.reason, 'lbmethod')
})
