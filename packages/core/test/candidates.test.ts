import t from 'tap'
import { Balancers } from '../src/balancers.ts'
import { candidates, candidatesExcept } from '../src/candidates.ts'
import { fail, reached } from '../src/account.ts'
import { Cluster, nameOf } from './support/cluster.ts'
import { firstDifference } from './support/history.ts'

function names (cluster: Cluster): string {
  return candidates(cluster.balancer, cluster.now, null).map(nameOf).join(' ')
}

t.test('3000 random histories go as in a model that keeps nothing between elections', async t => {
  for (let seed = 1; seed <= 3_000; seed++) {
    const difference = firstDifference(seed, 60)
    if (difference !== null) t.fail(`seed ${seed}:\n${difference}`)
    if (difference !== null) break
  }
  t.pass('no difference')
})

t.test('a balancer without members has no candidates', async t => {
  const balancer = new Balancers(() => '').add('empty', {})
  t.same(candidates(balancer, 0, null), [])
})

t.test('spares join behind the others, as many as members are bad, in configuration order', async t => {
  const cluster = new Cluster({ A: { status: '+R' }, B: { status: '+R' }, C: {}, D: {}, E: { status: '+D' } })
  t.equal(names(cluster), 'C D A')
  cluster.set('D', { status: '+N' })
  t.equal(names(cluster), 'C A B')
})

t.test('a draining spare or standby is not bad', async t => {
  const cluster = new Cluster({ A: {}, B: { status: '+NR' }, C: { status: '+NH' }, D: { status: '+R' } })
  t.equal(names(cluster), 'A')
})

t.test('a member that is both spare and standby is a spare', async t => {
  const cluster = new Cluster({ A: {}, B: { status: '+D' }, C: { status: '+RH' } })
  t.equal(names(cluster), 'A C')
})

t.test('a standby of a lower set comes before the next set', async t => {
  const cluster = new Cluster({ A: { status: '+D' }, B: { status: '+H' }, C: { lbset: 1 } })
  t.equal(names(cluster), 'B')
})

t.test('the list is the same object while nothing changes', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  candidates(cluster.balancer, cluster.now, null)
  const recheckAt = cluster.balancer.recheckAt
  t.equal(recheckAt, Infinity)
  cluster.now += 1e9
  t.equal(names(cluster), 'A B')
  t.equal(cluster.balancer.recheckAt, recheckAt)
})

t.test('a failed member is looked at again once more than its retry has passed', async t => {
  const cluster = new Cluster({ A: {}, B: { retry: 5 } })
  fail(cluster.member('B'), cluster.now, 'refused')
  t.equal(names(cluster), 'A')
  cluster.now += 5_000
  t.equal(names(cluster), 'A')
  cluster.now += 1
  t.equal(names(cluster), 'A B')
})

t.test('of several failed members, the one that may return first sets the time', async t => {
  const cluster = new Cluster({ A: {}, B: { retry: 50 }, C: { retry: 5 } })
  fail(cluster.member('B'), cluster.now, 'refused')
  fail(cluster.member('C'), cluster.now, 'refused')
  t.equal(names(cluster), 'A')
  cluster.now += 5_001
  t.equal(names(cluster), 'A C')
  cluster.now += 45_000
  t.equal(names(cluster), 'A B C')
})

t.test('a failed member that another request reaches is back at once', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  fail(cluster.member('B'), cluster.now, 'refused')
  t.equal(names(cluster), 'A')
  reached(cluster.member('B'))
  t.equal(names(cluster), 'A B')
})

t.test('a shorter retry holds for members already in error', async t => {
  const cluster = new Cluster({ A: {}, B: { retry: 60 } })
  fail(cluster.member('B'), cluster.now, 'refused')
  t.equal(names(cluster), 'A')
  cluster.now += 2_000
  cluster.set('B', { retry: 1 })
  t.equal(names(cluster), 'A B')
})

t.test('a stopped member in error never comes back by itself', async t => {
  const cluster = new Cluster({ A: {}, B: { status: '+S' } })
  fail(cluster.member('B'), cluster.now, 'refused')
  t.equal(names(cluster), 'A')
  t.equal(cluster.balancer.recheckAt, Infinity)
})

t.test('members that failed this request are left out and count as bad', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: { status: '+R' } })
  const tried = [cluster.member('A')]
  t.equal(candidatesExcept(cluster.balancer, cluster.now, tried, null).map(nameOf).join(' '), 'B C')
  t.equal(names(cluster), 'A B')
})

/** Weights in hundredths, after an election's look. */
function weights (cluster: Cluster): number[] {
  candidates(cluster.balancer, cluster.now, null)
  return cluster.balancer.members.map(({ weight }) => weight)
}

t.test('a member that starts slowly has a tenth of its weight at first and all of it in the end', async t => {
  const cluster = new Cluster({ A: { loadfactor: 2 }, B: { loadfactor: 2, slowstart: 10 } })
  const grown = [[0, 20], [900, 20], [1_000, 20], [2_500, 50], [5_000, 100], [9_900, 198], [9_999, 198], [10_000, 200], [60_000, 200]]
  const start = cluster.now
  for (const [after, weight] of grown) {
    cluster.now = start + after!
    t.same(weights(cluster), [200, weight], `after ${after} ms`)
  }
})

t.test('it is looked at a hundred times on the way, and then no more', async t => {
  const cluster = new Cluster({ A: { slowstart: 10 } })
  weights(cluster)
  t.equal(cluster.balancer.recheckAt, cluster.now + 100)
  cluster.now += 10_000
  weights(cluster)
  t.equal(cluster.balancer.recheckAt, Infinity)
})

t.test('elections go by the weight of the moment', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10 } })
  cluster.answers(110)
  t.same(cluster.elected(), [100, 10])
})

t.test('a member back from error starts slowly again', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10, retry: 5 } })
  weights(cluster)
  cluster.now += 10_000
  t.same(weights(cluster), [100, 100])
  fail(cluster.member('B'), cluster.now, 'refused')
  cluster.now += 5_001
  t.same(weights(cluster), [100, 10])
})

t.test('so does one that is enabled again, and not one that was draining', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10 }, C: { slowstart: 10 } })
  weights(cluster)
  cluster.now += 10_000
  cluster.set('B', { status: '+D' })
  cluster.set('C', { status: '+N' })
  weights(cluster)
  cluster.set('B', { status: '-D' })
  cluster.set('C', { status: '-N' })
  t.same(weights(cluster), [100, 10, 100])
})

t.test('a member whose failed try is not held against it goes on growing', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10, status: '+I' } })
  weights(cluster)
  cluster.now += 10_000
  candidatesExcept(cluster.balancer, cluster.now, [cluster.member('B')], null)
  t.same(weights(cluster), [100, 100])
})

t.test('a clock that goes back takes no weight below a tenth', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1.05, slowstart: 10 } })
  weights(cluster)
  cluster.now -= 60_000
  cluster.set('A', { route: 'a' })
  t.same(weights(cluster), [11])
})
