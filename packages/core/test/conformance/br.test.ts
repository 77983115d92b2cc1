import t from 'tap'
import { formatStatus } from '../../src/index.ts'
import { Cluster } from '../support/cluster.ts'

t.test('BR-01: two equal members take turns', async t => {
  t.equal(new Cluster({ A: {}, B: {} }).answers(12), 'A B A B A B A B A B A B')
})

t.test('BR-02: factors 1 and 4 spread the heavy member', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1 }, B: { loadfactor: 4 } })
  t.equal(cluster.answers(15), 'B B A B B B B A B B B B A B B')
})

t.test('BR-03: factors 70 and 30 repeat after ten', async t => {
  const cluster = new Cluster({ A: { loadfactor: 70 }, B: { loadfactor: 30 } })
  t.equal(cluster.answers(10), 'A B A A A B A A B A')
  t.equal(cluster.answers(10), 'A B A A A B A A B A')
})

t.test('BR-04: one of four weighs double', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {}, D: { loadfactor: 2 } })
  t.equal(cluster.answers(15), 'D A B C D D A B C D D A B C D')
})

t.test('BR-05: a fractional factor counts', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1.5 }, B: {} })
  t.equal(cluster.answers(15), 'A B A B A A B A B A A B A B A')
})

t.test('BR-06: a disabled member is passed over', async t => {
  const cluster = new Cluster({ A: {}, B: { status: '+D' }, C: {}, D: {} })
  t.equal(cluster.answers(9), 'A C D A C D A C D')
  t.equal(cluster.member('B').lbstatus, 0)
})

t.test('BR-07: one request leaves its mark on both loads', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.send()
  t.same(cluster.loads(), [-100, 100])
  t.same(cluster.elected(), [1, 0])
})

t.test('BR-08: a disabled member keeps its load, and so does the one that is left alone', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.answers(13)
  cluster.set('B', { status: '+D' })
  t.equal(cluster.answers(5), 'A A A A A')
  t.same(cluster.loads(), [-100, 100])
  t.same(cluster.elected(), [12, 6])
})

t.test('BR-09: an enabled member goes on where it was: no reset, no burst', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.answers(13)
  cluster.set('B', { status: '+D' })
  cluster.answers(5)
  cluster.set('B', { status: '-D' })
  t.equal(cluster.answers(6), 'B A B A B A')
})

t.test('BR-10: a member back from error resumes the order: no burst', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.dead.add('B')
  t.equal(cluster.answers(7), 'A A A A A A A')
  t.equal(formatStatus(cluster.member('B').flags), 'Init Err ')
  cluster.dead.delete('B')
  cluster.now += 60_001
  t.equal(cluster.answers(6), 'A B A B A B')
})

t.test('BR-11: a new factor starts the schedule afresh', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.answers(1)
  cluster.set('A', { loadfactor: 4 })
  t.same(cluster.loads(), [400, 100])
})
