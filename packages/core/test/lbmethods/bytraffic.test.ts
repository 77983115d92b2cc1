import t from 'tap'
import { control } from '../../src/control.ts'
import { createElection } from '../../src/election.ts'
import { bytraffic } from '../../src/lbmethods/bytraffic.ts'
import { Cluster, nameOf } from '../support/cluster.ts'

/** Bytes for the loadfactor, in each direction rounded down. */
function scores (cluster: Cluster): number[] {
  return cluster.balancer.members.map(({ transferred, read, weight }) => Math.floor(transferred / weight) + Math.floor(read / weight))
}

t.test('factors 1 and 3 with equal answers: scores before each turn, and whose it is', async t => {
  const cluster = new Cluster({ A: {}, B: { loadfactor: 3 } }, { lbmethod: 'bytraffic' })
  const turns = [
    [[0, 0], 'A'], [[11, 0], 'B'], [[11, 3], 'B'], [[11, 7], 'B'], [[11, 11], 'A'], [[23, 11], 'B'], [[23, 15], 'B'], [[23, 18], 'B']
  ] as const
  for (const [before, elected] of turns) {
    t.same(scores(cluster), before)
    t.equal(cluster.answers(1, { bytes: [171, 1_017] }), elected)
  }
})

t.test('each direction is divided by the factor in hundredths and rounded down by itself', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bytraffic' })
  const [a, b] = [cluster.member('A'), cluster.member('B')]
  a.transferred = a.read = 99
  t.equal(cluster.answers(1), 'A', 'twice 99 bytes are nothing')
  a.transferred = 100
  t.equal(cluster.answers(1), 'B')
  b.read = 199
  t.equal(cluster.answers(1), 'A', 'of equals the first')
})

t.test('requests that start together go to the same member, and leave no mark on lbstatus', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bytraffic' })
  const inFlight = [cluster.start(), cluster.start(), cluster.start()]
  t.same(inFlight.map(({ tried }) => tried), ['A', 'A', 'A'])
  t.same(cluster.loads(), [0, 0])
})

t.test('a member that starts slowly is scored by its weight of the moment', async t => {
  const cluster = new Cluster({ A: {}, B: { slowstart: 10 } }, { lbmethod: 'bytraffic' })
  cluster.answers(1)
  cluster.member('A').read = 500
  cluster.member('B').read = 100
  t.equal(cluster.answers(1), 'A', '100 bytes for a weight of 10 are more than 500 for 100')
  cluster.now += 10_000
  t.equal(cluster.answers(1), 'B')
})

t.test('no candidates, nobody elected', async t => {
  t.equal(bytraffic.choose([], createElection(null)), undefined)
})

t.test('whoever changes to it begins with no bytes', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.answers(3, { bytes: [171, 1_017] })
  control(cluster.balancers, { balancer: 'test', set: { lbmethod: 'bytraffic' } }, 'test', cluster.now)
  t.same(cluster.balancer.members.map(({ transferred, read }) => [transferred, read]), [[0, 0], [0, 0]])
  t.equal(nameOf(bytraffic.choose(cluster.balancer.members, createElection(null))!), 'A')
})
