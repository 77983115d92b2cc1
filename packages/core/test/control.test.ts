import t from 'tap'
import type { Test } from 'tap'
import { fail } from '../src/account.ts'
import type { AppliedChange, Change } from '../src/changes.ts'
import { control, keepNonce } from '../src/control.ts'
import { elect } from '../src/elect.ts'
import { createElection } from '../src/election.ts'
import { snapshot } from '../src/snapshot.ts'
import { flag } from '../src/status.ts'
import { Cluster } from './support/cluster.ts'

interface ErrorMatch {
  code: string
  message?: string
  statusCode?: number
}

/** Asks for a change that must be refused, and must leave no trace. */
function refuses (t: Test, cluster: Cluster, change: Change, error: ErrorMatch): void {
  const before = JSON.stringify(snapshot(cluster.balancers))
  const nonce = cluster.balancer.nonce
  const onChange = (): void => { t.fail('nothing changed') }
  cluster.balancers.events.on('change', onChange)
  t.throws(() => control(cluster.balancers, change, 'test', cluster.now), error)
  cluster.balancers.events.off('change', onChange)
  t.equal(JSON.stringify(snapshot(cluster.balancers)), before)
  t.equal(cluster.balancer.nonce, nonce)
}

t.test('a member\'s parameters change, and only what differs is told', async t => {
  const cluster = new Cluster({ A: { route: 'a', retry: 60 } })
  const changes: AppliedChange[] = []
  cluster.balancers.events.on('change', change => changes.push(change))
  const change = { balancer: 'test', member: 'http://a', set: { route: 'b', retry: 60, lbset: '3' } }
  const applied = control(cluster.balancers, change, 'admin', cluster.now)
  t.equal(cluster.member('A').route, 'b')
  t.equal(cluster.member('A').lbset, 3)
  t.strictSame(applied, { by: 'admin', at: cluster.now, change, before: { route: 'a', lbset: 0 }, after: { route: 'b', lbset: 3 } })
  t.equal(changes.length, 1)
  t.equal(changes[0], applied)
})

t.test('a member is named in whatever spelling of its URL', async t => {
  const cluster = new Cluster({ A: {} })
  control(cluster.balancers, { balancer: 'BALANCER://Test', member: 'HTTP://A:80/', set: { route: 'x' } }, 'test', 0)
  t.equal(cluster.member('A').route, 'x')
})

t.test('status adds to the state of a member or takes from it', async t => {
  const cluster = new Cluster({ A: { status: '+H' } })
  const { before, after } = cluster.set('A', { status: '+D' })
  t.same(before, { flags: flag.O | flag.H })
  t.same(after, { flags: flag.O | flag.H | flag.D })
  cluster.set('A', { status: '-D+N' })
  t.equal(cluster.member('A').flags, flag.O | flag.H | flag.N)
})

t.test('a new factor starts the schedule of all members afresh', async t => {
  const cluster = new Cluster({ A: {}, B: { loadfactor: 2 } })
  cluster.answers(1)
  const { before, after } = cluster.set('A', { loadfactor: 1.5 })
  t.same(before, { lbfactor: 100 })
  t.same(after, { lbfactor: 150 })
  t.same(cluster.loads(), [150, 200])
})

t.test('the weight follows the factor, and a member that started slowly has all of it when it no longer shall', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10 } })
  cluster.set('A', { loadfactor: 3 })
  cluster.answers(1)
  t.same(cluster.balancer.members.map(({ weight }) => weight), [300, 10])
  cluster.set('B', { loadfactor: 2 })
  cluster.answers(1)
  t.same(cluster.balancer.members.map(({ weight }) => weight), [300, 20])
  cluster.set('B', { slowstart: 0 })
  cluster.answers(1)
  t.same(cluster.balancer.members.map(({ weight }) => weight), [300, 200])
})

t.test('the old factor once more does not', async t => {
  const cluster = new Cluster({ A: {}, B: { loadfactor: 2 } })
  cluster.answers(1)
  const { after } = cluster.set('A', { loadfactor: '1.00', route: 'a' })
  t.same(after, { route: 'a' })
  t.same(cluster.loads(), [100, -100])
})

t.test('a balancer\'s parameters change', async t => {
  const cluster = new Cluster({ A: {} })
  const set = { stickysession: 'S|s', timeout: 5, failonstatus: '500,503', nofailover: 'Off' }
  const { before, after } = control(cluster.balancers, { balancer: 'test', set }, 'admin', cluster.now)
  t.same(before, { stickysession: null, timeout: 0, failonstatus: [] })
  t.same(after, { stickysession: { cookie: 'S', path: 's' }, timeout: 5_000, failonstatus: [500, 503] })
  t.match(cluster.balancer, after)
})

t.test('a new lbmethod forgets what it has on its slate', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const reset: string[] = []
  cluster.balancers.addLbMethod({ name: 'last', choose: members => members.at(-1), reset: ({ name }) => reset.push(name) })
  cluster.answers(1)
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'last' } }, 'admin', cluster.now)
  t.equal(cluster.answers(2), 'B B')
  t.same(reset, ['test'])
  t.same(cluster.loads(), [-100, 100])
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'byrequests' } }, 'admin', cluster.now)
  t.same(cluster.loads(), [0, 0])
})

t.test('the same lbmethod once more forgets nothing, and one without reset has nothing to forget', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.balancers.addLbMethod({ name: 'last', choose: members => members.at(-1) })
  cluster.answers(1)
  t.same(control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'byrequests' } }, 'admin', 0).after, {})
  t.same(cluster.loads(), [-100, 100])
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'last' } }, 'admin', 0)
  t.same(cluster.loads(), [-100, 100])
})

t.test('a member joins while there is room', async t => {
  const cluster = new Cluster({ A: {} }, { growth: 1 })
  const { before, after } = control(cluster.balancers, { balancer: 'test', add: { url: 'http://B:80/', status: '+D' } }, 'admin', 0)
  t.same(before, {})
  t.same(after, { url: 'http://b' })
  t.equal(cluster.answers(2), 'A A')
  cluster.set('B', { status: '-D' })
  t.equal(cluster.answers(4), 'A B A B')
  refuses(t, cluster, { balancer: 'test', add: { url: 'http://c' } }, {
    code: 'FST_BALANCER_NO_FREE_SLOT',
    message: 'balancer://test has no free slot for another member: raise growth',
    statusCode: 409
  })
})

t.test('a member takes part from the next election on', async t => {
  const cluster = new Cluster({ A: {} }, { growth: 1 })
  t.equal(cluster.answers(1), 'A')
  control(cluster.balancers, { balancer: 'test', add: { url: 'http://b' } }, 'admin', 0)
  t.equal(cluster.answers(2), 'A B')
})

t.test('a member leaves with all that it had, and its place is free', async t => {
  const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b', loadfactor: 2, status: '+I', retry: 5 } })
  cluster.balancers.events.on('left', ({ url, removed }) => t.strictSame([url, removed], ['http://b', true]))
  cluster.answers(1)
  const b = cluster.member('B')
  const { before, after } = control(cluster.balancers, { balancer: 'test', remove: 'HTTP://B:80/' }, 'admin', cluster.now)
  t.match(before, { url: 'http://b', flags: flag.O | flag.I, lbfactor: 200, route: 'b', retry: 5_000, lbset: 0, redirect: '' })
  t.notOk('removed' in before || 'busy' in before, 'what defines it, not what happened to it')
  t.same(after, {})
  t.same(cluster.loads(), [0], 'the schedule starts afresh')
  t.equal(cluster.answers(2, { path: '/;S=x.b' }), 'A A')
  t.notOk(fail(b, cluster.now, 'too late'), 'nobody hears of its failures any more')
  control(cluster.balancers, { balancer: 'test', add: { url: 'unix:/run/b.sock|http://b' } }, 'admin', cluster.now)
  t.not(cluster.member('B'), b)
  t.match(control(cluster.balancers, { balancer: 'test', remove: 'http://b' }, 'admin', 0).before, { url: 'unix:/run/b.sock|http://b' })
})

t.test('a session on a member that has left fails over, even with nofailover', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { nofailover: 'On' })
  const b = cluster.member('B')
  control(cluster.balancers, { balancer: 'test', remove: b.url }, 'admin', cluster.now)
  const election = createElection(null)
  election.learned = b
  t.equal(elect(cluster.balancer, election, cluster.now), cluster.member('A'))
  t.equal(election.reason, 'failover')
})

t.test('the version grows with each change that changes something', async t => {
  const cluster = new Cluster({ A: {} }, { growth: 1 })
  const { version } = cluster.balancer
  const changes: Change[] = [
    { balancer: 'test', set: { timeout: 1 } }, { balancer: 'test', member: 'http://a', set: { lbset: 1 }, with: 'test', note: 'why' },
    { balancer: 'test', add: { url: 'http://b' } }, { balancer: 'test', remove: 'http://b' }
  ]
  changes.forEach((change, i) => {
    control(cluster.balancers, change, 'test', 0)
    t.equal(cluster.balancer.version, version + i + 1)
  })
  cluster.set('A', { lbset: 1 })
  t.equal(cluster.balancer.version, version + 4)
})

t.test('a nonce of the last start is kept, unless one is given', async t => {
  for (const [given, kept] of [[{}, 'old'], [{ nonce: 'given' }, 'given'], [{ nonce: 'None' }, '']] as const) {
    const { balancer } = new Cluster({}, given)
    keepNonce(balancer, 'old')
    t.equal(balancer.nonce, kept)
  }
})

const bad = { code: 'FST_BALANCER_BAD_PARAMETER' }
const refusals: ReadonlyArray<readonly [why: string, change: Change, error: ErrorMatch]> = [
  ['a bad parameter of a member', { balancer: 'test', member: 'http://a', set: { route: 'x', status: '+D', lbset: 100 } }, {
    ...bad, message: 'balancer://test member http://a: lbset must be a whole number from 0 to 99, not 100'
  }],
  ['a bad status', { balancer: 'test', member: 'http://a', set: { route: 'x', status: '+Z' } }, {
    ...bad, message: 'balancer://test member http://a: status must be status letters out of I N D S E H R C, each after + or -, not "+Z"'
  }],
  ['a status that is no text', { balancer: 'test', member: 'http://a', set: { route: 'x', status: 1n } }, bad],
  ['a parameter that a member has not', { balancer: 'test', member: 'http://a', set: { route: 'x', lbmethod: 'byrequests' } as object }, bad],
  ['a bad parameter of a balancer', { balancer: 'test', set: { nofailover: 'On', timeout: 0 } }, bad],
  ['an unknown lbmethod', { balancer: 'test', set: { nofailover: 'On', lbmethod: 'nosuch' } }, {
    ...bad, message: 'balancer://test: lbmethod must be one of bybusyness, bylatency, byrequests, bysessions, bysource, bytraffic, heartbeat, not "nosuch"'
  }],
  ['a new nonce', { balancer: 'test', set: { nofailover: 'On', nonce: null } as object }, {
    ...bad, message: 'balancer://test: nonce cannot be changed at run time'
  }],
  ['a new growth', { balancer: 'test', set: { nofailover: 'On', growth: 9 } as object }, {
    ...bad, message: 'balancer://test: growth cannot be changed at run time'
  }],
  ['a balancer that is none', { balancer: 'nosuch', set: {} }, { code: 'FST_BALANCER_NOT_FOUND', message: 'no balancer is named nosuch' }],
  ['a member that is none', { balancer: 'test', member: 'http://z', set: {} }, {
    code: 'FST_BALANCER_NOT_FOUND', message: 'balancer://test has no member http://z'
  }],
  ['a removal of a member that is none', { balancer: 'test', remove: 'http://z' }, {
    code: 'FST_BALANCER_NOT_FOUND', message: 'balancer://test has no member http://z'
  }],
  ['an addition that is there', { balancer: 'test', add: { url: 'http://a/' } }, { code: 'FST_BALANCER_DUPLICATE' }],
  ['an addition with a bad parameter', { balancer: 'test', add: { url: 'http://b', loadfactor: 0 } }, bad],
  ['an addition that is no URL', { balancer: 'test', add: { url: 'b' } }, bad]
]

for (const [why, change, error] of refusals) {
  t.test(`${why} changes nothing`, async t => refuses(t, new Cluster({ A: {} }, { growth: 1 }), change, error))
}
