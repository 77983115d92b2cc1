import t from 'tap'
import { createElection } from '../src/election.ts'
import { cutRoute, findInCookie, findInUrl, findRoute } from '../src/session-id.ts'
import type { BalancerInput } from '../src/validate.ts'
import { Cluster } from './support/cluster.ts'
import type { RequestParts } from './support/cluster.ts'

/** What a request asks for: the name that hit, the route found, and the member that serves it; sched: whoever's turn it is. */
type Row = readonly [request: RequestParts, sticky: string | null, route: string | null, serves: 'A' | 'B' | 'C' | 'sched']

const cookie = (cookie: string): RequestParts => ({ cookie })
const query = (query: string, cookie?: string): RequestParts => ({ query, ...(cookie === undefined ? {} : { cookie }) })
const path = (path: string, query = ''): RequestParts => ({ path, query })

const tables: ReadonlyArray<readonly [parameters: BalancerInput, routeOfC: string, rows: readonly Row[]]> = [
  [{ stickysession: 'ROUTEID' }, 'c.d', [
    [{}, null, null, 'sched'],
    [cookie('ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID=b'), null, null, 'sched'],
    [cookie('ROUTEID=sess.b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID=x.c.d'), 'ROUTEID', 'c.d', 'C'],
    [cookie('ROUTEID=s.e.b'), 'ROUTEID', 'e.b', 'sched'],
    [cookie('ROUTEID=.zzz'), 'ROUTEID', 'zzz', 'sched'],
    [cookie('ROUTEID=.'), 'ROUTEID', '', 'sched'],
    [cookie('ROUTEID="s.b"'), 'ROUTEID', 'b"', 'sched'],
    [cookie('routeid=.b'), null, null, 'sched'],
    [cookie('XROUTEID=.a; ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEIDX=.a; ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID=.a; ROUTEID=.b'), 'ROUTEID', 'a', 'A'],
    [cookie('ROUTEID=; ROUTEID=.b'), null, null, 'sched'],
    [cookie('foo=ROUTEID=.b'), null, null, 'sched'],
    [cookie('foo="1 ROUTEID=.b"'), 'ROUTEID', 'b"', 'sched'],
    [cookie('ROUTEID =.b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID= .b'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID=.b,x'), 'ROUTEID', 'b', 'B'],
    [cookie('ROUTEID=%2Eb'), null, null, 'sched'],
    [cookie('ROUTEID='), null, null, 'sched'],
    [query('ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [query('ROUTEID=.b', 'ROUTEID=.a'), 'ROUTEID', 'b', 'B'],
    [query('ROUTEID=zzz', 'ROUTEID=.a'), null, null, 'sched'],
    [query('ROUTEID=.zzz', 'ROUTEID=.a'), 'ROUTEID', 'zzz', 'sched'],
    [query('xROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [query('ROUTEID=', 'ROUTEID=.a'), 'ROUTEID', 'a', 'A'],
    [query('ROUTEID=&', 'ROUTEID=.a'), 'ROUTEID', 'a', 'A'],
    [query('ROUTEID=&ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [path('/ROUTEID=.b/x'), 'ROUTEID', 'b/x', 'sched'],
    [path('/t;ROUTEID=.b'), 'ROUTEID', 'b', 'B'],
    [path('/t;ROUTEID=.b;foo=1'), 'ROUTEID', 'b;foo=1', 'sched'],
    [path('/t;ROUTEID=.b', 'ROUTEID=.a'), 'ROUTEID', 'b', 'B']
  ]],
  [{ stickysession: 'JSESSIONID|jsessionid', scolonpathdelim: 'On' }, 'c', [
    [path('/t;jsessionid=1.b'), 'jsessionid', 'b', 'B'],
    [path('/t;jsessionid=1.b;foo=1'), 'jsessionid', 'b', 'B'],
    [path('/t;jsessionid=1.b/more'), 'jsessionid', 'b/more', 'sched'],
    [query('jsessionid=1.b'), 'jsessionid', 'b', 'B'],
    [query('JSESSIONID=1.b'), null, null, 'sched'],
    [query('jsessionid%3D1.b'), null, null, 'sched'],
    [query('jsessionid=1%2Eb'), null, null, 'sched'],
    [cookie('JSESSIONID=1.b'), 'JSESSIONID', 'b', 'B'],
    [cookie('jsessionid=1.b'), null, null, 'sched'],
    [{ path: '/t;jsessionid=1.a', cookie: 'JSESSIONID=1.b' }, 'jsessionid', 'a', 'A']
  ]],
  [{ stickysession: 'JSESSIONID|jsessionid' }, 'c', [
    [path('/t;jsessionid=1.b'), 'jsessionid', 'b', 'B'],
    [path('/t;jsessionid=1.b;foo=1'), 'jsessionid', 'b;foo=1', 'sched'],
    [path('/t;jsessionid=1.b', 'x=1'), 'jsessionid', 'b', 'B']
  ]],
  [{ stickysession: 'S', stickysessionsep: '!' }, 'c', [
    [cookie('S=1!b'), 'S', 'b', 'B'],
    [cookie('S=1!b!a'), 'S', 'b!a', 'sched'],
    [cookie('S=1.b'), null, null, 'sched']
  ]],
  [{ stickysession: 'S', stickysessionsep: 'Off' }, 'b.1', [
    [cookie('S=a'), 'S', 'a', 'A'],
    [cookie('S=b.1'), 'S', 'b.1', 'C'],
    [cookie('S=x.a'), 'S', 'x.a', 'sched'],
    [cookie('S=; S=a'), 'S', '', 'sched']
  ]],
  [{}, 'c', [
    [cookie('ROUTEID=.b'), null, null, 'sched']
  ]]
]

for (const [parameters, routeOfC, rows] of tables) {
  for (const [request, sticky, route, serves] of rows) {
    t.test(`${JSON.stringify(parameters)} ${JSON.stringify(request)} asks for ${route} of ${sticky}: ${serves}`, async t => {
      const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b' }, C: { route: routeOfC } }, parameters)
      // Makes it B's turn, so that A serves its own sessions alone.
      cluster.member('A').lbstatus = -500
      const { tried, election } = cluster.send(request)
      t.equal(election.sticky, sticky)
      t.equal(election.route, route)
      t.equal(election.reason, serves === 'sched' ? 'lbmethod' : 'route')
      t.equal(tried, serves === 'sched' ? 'B' : serves)
    })
  }
}

t.test('what was found is told, and where', async t => {
  const { balancer } = new Cluster({}, { stickysession: 'COOKIE|path' })
  const told: unknown[] = []
  const election = createElection(({ ah }, ...values) => told.push([ah, ...values]))
  findRoute(balancer, election, '/', 'path=1.a', 'COOKIE=1.b')
  findRoute(balancer, election, '/', '', 'COOKIE=1.b')
  t.same(told, [['AH01159', '1.a', 'path'], ['AH01160', '1.b', 'COOKIE']])
})

t.test('in a URL a name counts wherever it stands, if a value follows', async t => {
  t.equal(findInUrl('s', '/ss=1', false), '1')
  t.equal(findInUrl('s', '/s/s=1', false), '1')
  t.equal(findInUrl('s', '/s=', false), null)
  t.equal(findInUrl('s', '/s=?s=1', false), 's=1')
  t.equal(findInUrl('s', '/s=;1', false), ';1')
  t.equal(findInUrl('s', '/s=;1', true), '1')
  t.equal(findInUrl('s', '/s=;;', true), null)
  t.equal(findInUrl('s', '/', false), null)
})

t.test('in a Cookie header a name stands at the start or behind a separator', async t => {
  t.equal(findInCookie('s', 's=1'), '1')
  t.equal(findInCookie('s', 'a=1;s=2'), '2')
  t.equal(findInCookie('s', 'a=1,s=2'), '2')
  t.equal(findInCookie('s', 'a=1\ts \t=2'), '2')
  t.equal(findInCookie('s', 'as=1; s'), null)
  t.equal(findInCookie('s', 's=;'), '')
  t.equal(findInCookie('s', 's; s=1'), '1')
  t.equal(findInCookie('s', ''), null)
})

t.test('a route is what follows the first separator', async t => {
  t.equal(cutRoute('id.a', '.'), 'a')
  t.equal(cutRoute('id.a.b', '.'), 'a.b')
  t.equal(cutRoute('id.', '.'), '')
  t.equal(cutRoute('id', '.'), null)
  t.equal(cutRoute('', '.'), null)
  t.equal(cutRoute('id.a', ''), 'id.a')
})
