import t from 'tap'
import { elect, findByRoute } from '../src/elect.ts'
import { createElection } from '../src/election.ts'
import type { Election } from '../src/election.ts'
import type { LbMethod } from '../src/lbmethods/lbmethod.ts'
import type { Log } from '../src/messages.ts'
import { fail } from '../src/account.ts'
import { control } from '../src/control.ts'
import type { MemberInput } from '../src/validate.ts'
import { Cluster, nameOf } from './support/cluster.ts'

function electionOf (route: string | null, log: Log | null = null): Election {
  return { ...createElection(log), route }
}

/** Who is elected for a route. */
function elected (cluster: Cluster, election: Election): string | null {
  const member = elect(cluster.balancer, election, cluster.now)
  return member === null ? null : nameOf(member)
}

/** The AH numbers that an election tells. */
function told (cluster: Cluster, route: string | null): string[] {
  const numbers: string[] = []
  elect(cluster.balancer, electionOf(route, ({ ah }, ..._values) => { numbers.push(ah) }), cluster.now)
  return numbers
}

/** What becomes of a session whose member b is in some state: reached, redirected, scheduled or refused. */
const states: ReadonlyArray<readonly [state: MemberInput, failover: string, nofailover: string | null, reason: string, changed: boolean]> = [
  [{}, 'B', 'B', 'route', false],
  [{ status: '+N' }, 'B', 'B', 'route', false],
  [{ status: '+R' }, 'B', 'B', 'route', false],
  [{ status: '+H' }, 'B', 'B', 'route', false],
  [{ status: '+I' }, 'B', 'B', 'route', false],
  [{ lbset: 9 }, 'B', 'B', 'route', false],
  [{ status: '+D', redirect: 'c' }, 'C', 'C', 'redirect', true],
  [{ status: '+S', redirect: 'c' }, 'C', 'C', 'redirect', true],
  [{ status: '+C', redirect: 'c' }, 'C', 'C', 'redirect', true],
  [{ status: '+D', redirect: 'zz' }, 'A', null, 'failover', true],
  [{ status: '+D' }, 'A', null, 'failover', true],
  [{ status: '+S' }, 'A', null, 'failover', true],
  [{ status: '+C' }, 'A', null, 'failover', true],
  [{ status: '-O' }, 'A', null, 'failover', true],
  [{ route: 'other' }, 'A', 'A', 'lbmethod', true]
]

for (const [state, failover, nofailover, reason, changed] of states) {
  t.test(`a session of b, b with ${JSON.stringify(state)}, goes to ${failover} by ${reason}`, async t => {
    for (const [value, expected] of [['Off', failover], ['On', nofailover]] as const) {
      const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b', ...state }, C: { route: 'c' } }, { stickysession: 'S', nofailover: value })
      const election = electionOf('b')
      t.equal(elected(cluster, election), expected)
      t.equal(election.member, expected === null ? null : cluster.member(expected))
      t.equal(election.reason, expected === null ? null : reason)
      t.equal(election.routeChanged, expected === null ? false : changed)
    }
  })
}

t.test('a session of a failed member waits for its retry, then returns', async t => {
  const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b', retry: 5 } }, { stickysession: 'S' })
  fail(cluster.member('B'), cluster.now, 'refused')
  t.equal(elected(cluster, electionOf('b')), 'A')
  cluster.now += 5_001
  t.equal(elected(cluster, electionOf('b')), 'B')
})

t.test('a failed redirect is taken back too', async t => {
  const cluster = new Cluster({ A: {}, B: { route: 'b', status: '+D', redirect: 'c' }, C: { route: 'c', retry: 5 } }, { stickysession: 'S' })
  fail(cluster.member('C'), cluster.now, 'refused')
  t.equal(elected(cluster, electionOf('b')), 'A')
  cluster.now += 5_001
  t.equal(elected(cluster, electionOf('b')), 'C')
})

t.test('normal members of a shared route come before standbys', async t => {
  const cluster = new Cluster({ A: { route: 'x', status: '+H' }, B: { route: 'x' } }, { stickysession: 'S' })
  t.equal(elected(cluster, electionOf('x')), 'B')
  cluster.set('B', { status: '+D' })
  t.equal(elected(cluster, electionOf('x')), 'A')
})

t.test('a redirect without effect lets another member of the route serve', async t => {
  const cluster = new Cluster({ A: { route: 'x', status: '+D', redirect: 'y' }, B: { route: 'y', status: '+D' }, C: { route: 'x' } }, { stickysession: 'S' })
  const election = electionOf('x')
  t.equal(elected(cluster, election), 'C')
  t.equal(election.routeChanged, false)
})

t.test('a chain of redirects is followed as deep as there are members', async t => {
  const cluster = new Cluster({
    A: { route: 'a', status: '+D', redirect: 'b' }, B: { route: 'b', status: '+D', redirect: 'c' }, C: { route: 'c' }
  })
  t.equal(findByRoute(cluster.balancer, 'a', electionOf('a'), cluster.now, 1), cluster.member('C'))
  t.equal(findByRoute(cluster.balancer, 'a', electionOf('a'), cluster.now, 2), null)
})

t.test('redirects in a circle end', async t => {
  const cluster = new Cluster({ A: { route: 'a', status: '+D', redirect: 'b' }, B: { route: 'b', status: '+D', redirect: 'a' } })
  t.equal(elected(cluster, electionOf('a')), null)
})

t.test('an empty route is nobody\'s, although members have none', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { stickysession: 'S', nofailover: 'On' })
  const election = electionOf('')
  t.equal(elected(cluster, election), 'A')
  t.equal(election.reason, 'lbmethod')
})

t.test('without stickysession no route ever changes', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const election = electionOf(null)
  elected(cluster, election)
  t.equal(election.routeChanged, false)
})

t.test('a session is charged to every usable member of whatever set', async t => {
  const cluster = new Cluster({
    A: { route: 'a', loadfactor: 2 }, B: { lbset: 3 }, C: { status: '+N' }, D: { status: '+R' }, E: { status: '+H' }, F: { status: '+D' }
  }, { stickysession: 'S' })
  t.equal(elected(cluster, electionOf('a')), 'A')
  t.same(cluster.loads(), [-400, 100, 100, 100, 100, 0])
})

t.test('a session through a redirect is charged to the member that serves it', async t => {
  const cluster = new Cluster({ A: {}, B: { route: 'b', status: '+D', redirect: 'c' }, C: { route: 'c' } }, { stickysession: 'S' })
  t.equal(elected(cluster, electionOf('b')), 'C')
  t.same(cluster.loads(), [100, 0, -100])
})

t.test('a member that failed this request is not elected again, by route or by lbmethod', async t => {
  const cluster = new Cluster({ A: { route: 'a', status: '+I' }, B: { route: 'b' } }, { stickysession: 'S' })
  const election = { ...electionOf('a'), tried: [cluster.member('A')] }
  t.equal(elected(cluster, election), 'B')
  t.equal(election.reason, 'failover')
  election.tried.push(cluster.member('B'))
  t.equal(elected(cluster, election), null)
})

t.test('its redirect serves instead', async t => {
  const cluster = new Cluster({ A: {}, B: { route: 'b', redirect: 'c' }, C: { route: 'c' } }, { stickysession: 'S', nofailover: 'On' })
  const election = { ...electionOf('b'), tried: [cluster.member('B')] }
  t.equal(elected(cluster, election), 'C')
  t.equal(election.reason, 'redirect')
})

t.test('a balancer without members elects nobody', async t => {
  t.equal(elected(new Cluster({}), electionOf('a')), null)
})

t.test('an lbmethod may choose none', async t => {
  const cluster = new Cluster({ A: {} })
  const nobody: LbMethod = { name: 'nobody', choose: () => undefined }
  cluster.balancers.addLbMethod(nobody)
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'nobody' } }, 'test', cluster.now)
  t.equal(elected(cluster, electionOf(null)), null)
})

t.test('an election knows when it takes place and what the client\'s address hashes to', async t => {
  const cluster = new Cluster({ A: {} })
  const seen: unknown[] = []
  cluster.balancers.addLbMethod({ name: 'watcher', choose: ([first], { now, source }) => { seen.push(now, source); return first } })
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'watcher' } }, 'test', cluster.now)
  elected(cluster, { ...electionOf(null), source: 4711 })
  t.same(seen, [cluster.now, 4711])
})

t.test('an lbmethod names its own reason, but a lost session or try is a failover', async t => {
  const cluster = new Cluster({ A: { route: 'a', status: '+D' }, B: { route: 'b' }, C: {} }, { lbmethod: 'bysource', stickysession: 'S' })
  for (const [given, reason] of [
    [{}, 'source'], [{ route: 'zz' }, 'source'], [{ route: 'a' }, 'failover'], [{ learned: cluster.member('A') }, 'failover'],
    [{ tried: [cluster.member('B')] }, 'failover']
  ] as const) {
    const election: Election = { ...createElection(null), ...given, tried: given.tried?.slice() ?? null }
    elected(cluster, election)
    t.equal(election.reason, reason)
  }
})

/** What becomes of a session that is known to be on B, in some state, and names that route. */
const learnedSessions: ReadonlyArray<readonly [state: MemberInput, route: string | null, failover: string, nofailover: string | null, reason: string]> = [
  [{}, null, 'B', 'B', 'learned'],
  [{}, '', 'B', 'B', 'learned'],
  [{}, 'zz', 'B', 'B', 'learned'],
  [{}, 'c', 'C', 'C', 'route'],
  [{ status: '+N' }, null, 'B', 'B', 'learned'],
  [{ status: '+H' }, null, 'B', 'B', 'learned'],
  [{ status: '+E' }, null, 'B', 'B', 'learned'],
  [{ lbset: 9 }, null, 'B', 'B', 'learned'],
  [{ status: '+D' }, null, 'A', null, 'failover'],
  [{ status: '+C' }, 'zz', 'A', null, 'failover'],
  [{ status: '+D' }, 'c', 'C', 'C', 'route']
]

for (const [state, route, failover, nofailover, reason] of learnedSessions) {
  t.test(`a session learned to be on B, B with ${JSON.stringify(state)}, and of route ${route} goes to ${failover} by ${reason}`, async t => {
    for (const [value, expected] of [['Off', failover], ['On', nofailover]] as const) {
      const cluster = new Cluster({ A: {}, B: state, C: { route: 'c' } }, { stickysession: 'S', nofailover: value })
      const election = { ...electionOf(route), learned: cluster.member('B') }
      t.equal(elected(cluster, election), expected)
      t.equal(election.reason, expected === null ? null : reason)
      t.equal(election.routeChanged, expected !== null && reason === 'failover')
    }
  })
}

t.test('a learned session is charged like one with a route', async t => {
  const cluster = new Cluster({ A: {}, B: { loadfactor: 2 } })
  t.equal(elected(cluster, { ...electionOf(null), learned: cluster.member('B') }), 'B')
  t.same(cluster.loads(), [100, -100])
})

t.test('a learned session whose member refused this request goes elsewhere, or nowhere', async t => {
  for (const [nofailover, expected] of [[false, 'A'], [true, null]] as const) {
    const cluster = new Cluster({ A: {}, B: { route: 'b', status: '+I' } }, { nofailover })
    const numbers: string[] = []
    const election = electionOf(null, ({ ah }, ..._values) => { numbers.push(ah) })
    election.learned = cluster.member('B')
    election.tried = [cluster.member('B')]
    t.equal(elected(cluster, election), expected)
    t.same(numbers, nofailover ? ['AH01167'] : ['AH10122', 'AH10123'])
  }
})

t.test('when nobody is left, the member that was tried last stays for the log', async t => {
  const cluster = new Cluster({ A: {} }, { stickysession: 'S' })
  const election = electionOf(null)
  t.equal(elected(cluster, election), 'A')
  election.tried = [cluster.member('A')]
  t.equal(elected(cluster, election), null)
  t.match(election, { member: { url: 'http://a' }, reason: null, routeChanged: false })
})

t.test('every decision is told with httpd\'s numbers', async t => {
  const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b', status: '+D', redirect: 'a' }, C: { route: 'c', status: '+S' } }, { stickysession: 'S' })
  t.same(told(cluster, null), ['AH10122', 'AH10123'])
  t.same(told(cluster, 'a'), ['AH01161'])
  t.same(told(cluster, 'b'), ['AH01162'])
  t.same(told(cluster, 'c'), ['AH10122', 'AH10123'])
  control(cluster.balancers, { balancer: 'test', set: { nofailover: true } }, 'test', cluster.now)
  t.same(told(cluster, 'c'), ['AH01167'])
})
