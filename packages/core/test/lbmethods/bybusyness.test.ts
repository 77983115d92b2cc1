import t from 'tap'
import { createElection } from '../../src/election.ts'
import { bybusyness } from '../../src/lbmethods/bybusyness.ts'
import { Cluster } from '../support/cluster.ts'

t.test('three overlapping requests go to A, to B, and to A again, as nobody is less busy', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bybusyness' })
  const steps = [['A', [1, 0], [-100, 100]], ['B', [1, 1], [0, 0]], ['A', [2, 1], [-100, 100]]] as const
  for (const [elected, busy, loads] of steps) {
    t.equal(cluster.start().tried, elected)
    t.same(cluster.balancer.members.map(member => member.busy), busy)
    t.same(cluster.loads(), loads)
  }
})

t.test('the least busy is elected, however much credit or factor others have', async t => {
  const cluster = new Cluster({ A: { loadfactor: 100 }, B: {}, C: {} }, { lbmethod: 'bybusyness' })
  const [a, b, c] = ['A', 'B', 'C'].map(name => cluster.member(name))
  a!.busy = 2
  b!.busy = 1
  c!.busy = 2
  a!.lbstatus = c!.lbstatus = 5_000
  t.equal(cluster.answers(3), 'B B B')
  t.same(cluster.loads(), [35_000, -30_300, 5_300])
})

t.test('nothing in flight, it goes as byrequests does', async t => {
  const members = { A: { loadfactor: 1.5 }, B: {}, C: { loadfactor: 3 } }
  t.equal(new Cluster(members, { lbmethod: 'bybusyness' }).answers(55), new Cluster(members).answers(55))
})

t.test('no candidates, nobody elected', async t => {
  t.equal(bybusyness.choose([], createElection(null)), undefined)
})

t.test('a reset forgets every lbstatus and no request in flight', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bybusyness' })
  cluster.start()
  bybusyness.reset!(cluster.balancer)
  t.same(cluster.loads(), [0, 0])
  t.same(cluster.balancer.members.map(({ busy }) => busy), [1, 0])
})
