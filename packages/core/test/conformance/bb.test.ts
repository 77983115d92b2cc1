import t from 'tap'
import { control } from '../../src/index.ts'
import { Cluster } from '../support/cluster.ts'

function busy (cluster: Cluster): number[] {
  return cluster.balancer.members.map(member => member.busy)
}

t.test('BB-01: one after the other, factors decide as in byrequests', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1 }, B: { loadfactor: 4 } }, { lbmethod: 'bybusyness' })
  t.equal(cluster.answers(12), 'B B A B B B B A B B B B')
})

t.test('BB-02: a slow request makes its member busy until its end', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bybusyness' })
  const slow = [cluster.start(), cluster.start()]
  t.same(busy(cluster), [1, 1])
  for (const request of slow) request.finish()
  t.same(busy(cluster), [0, 0])
})

t.test('BB-03: unlike httpd, a change of the lbmethod forgets no request in flight', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bybusyness' })
  const slow = cluster.start()
  for (const lbmethod of ['byrequests', 'bybusyness']) {
    control(cluster.balancers, { balancer: 'test', set: { lbmethod } }, 'test', cluster.now)
    t.same(busy(cluster), [1, 0])
  }
  t.equal(cluster.answers(2), 'B B')
  slow.finish()
  t.same(busy(cluster), [0, 0])
})
