import t from 'tap'
import { formatStatus } from '../../src/index.ts'
import { Cluster } from '../support/cluster.ts'

function statuses (cluster: Cluster): string[] {
  return cluster.balancer.members.map(member => formatStatus(member.flags))
}

t.test('FO-03: a balancer of one dead member tries it with every request', async t => {
  const cluster = new Cluster({ A: {} })
  cluster.dead.add('A')
  t.equal(cluster.answers(2), '- -')
  t.same(cluster.elected(), [2])
})

t.test('FO-04: without forcerecovery, dead members are left alone for their retry time', async t => {
  const cluster = new Cluster({ A: { retry: 60 }, B: { retry: 60 } }, { forcerecovery: 'Off' })
  cluster.dead.add('A').add('B')
  t.equal(cluster.answers(2), '- -')
  t.same(cluster.elected(), [1, 1])
})

t.test('FO-05: with forcerecovery, every request tries them', async t => {
  const cluster = new Cluster({ A: { retry: 60 }, B: { retry: 60 } }, { forcerecovery: 'On' })
  cluster.dead.add('A').add('B')
  t.equal(cluster.answers(2), '- -')
  t.same(cluster.elected(), [2, 2])
})

t.test('FO-06: without further attempts the first request fails, the next one does not', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { maxattempts: 0 })
  cluster.dead.add('A')
  t.equal(cluster.answers(2), '- B')
})

t.test('FO-07: one request survives three dead members', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {}, D: {} })
  cluster.dead.add('A').add('B').add('C')
  const { status, tried } = cluster.send()
  t.equal(status, 200)
  t.equal(tried, 'A B C D')
  t.same(statuses(cluster), ['Init Err ', 'Init Err ', 'Init Err ', 'Init Ok '])
  t.ok(cluster.balancer.members.every(member => member.busy === 0))
})

t.test('FO-08: maxattempts bounds the tries', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {}, D: {} }, { maxattempts: 1 })
  cluster.dead.add('A').add('B').add('C')
  t.equal(cluster.send().tried, 'A B')
  t.same(statuses(cluster), ['Init Err ', 'Init Err ', 'Init Ok ', 'Init Ok '])
  t.equal(cluster.answers(1), 'D')
})

t.test('FO-25: one disabled member prevents forced recovery', async t => {
  const cluster = new Cluster({ A: { retry: 60 }, B: { status: '+D' } })
  cluster.dead.add('A')
  t.equal(cluster.answers(3), '- - -')
  t.same(cluster.elected(), [1, 0])
})

t.test('FO-26: members that fail their check are not recovered', async t => {
  const cluster = new Cluster({ A: { status: '+C' }, B: { status: '+C' } })
  t.equal(cluster.answers(1), '-')
  cluster.now += 3_600_000
  t.equal(cluster.answers(1), '-')
  t.same(statuses(cluster), ['Init HcFl ', 'Init HcFl '])
})

t.test('FO-27: an error from the configuration is over at the first look', async t => {
  const cluster = new Cluster({ A: { status: '+E', retry: 3 }, B: {} })
  t.equal(cluster.answers(1), 'A')
  t.same(statuses(cluster), ['Init Ok ', 'Init Ok '])
})
