import t from 'tap'
import { Cluster } from '../support/cluster.ts'

const cascade = (): Cluster => new Cluster({ A: { lbset: 0 }, B: { lbset: 1 }, C: { lbset: 1 }, D: { lbset: 5 } })

t.test('LS-01: the lowest set gets everything', async t => {
  const cluster = cascade()
  t.equal(cluster.answers(6), 'A A A A A A')
  t.same(cluster.loads(), [0, 0, 0, 0])
})

t.test('LS-02: the next set follows when the lowest is disabled', async t => {
  const cluster = cascade()
  cluster.set('A', { status: '+D' })
  t.equal(cluster.answers(6), 'B C B C B C')
})

t.test('LS-03: gaps in the numbering do no harm', async t => {
  const cluster = cascade()
  cluster.set('A', { status: '+D' })
  cluster.set('B', { status: '+S' })
  cluster.set('C', { status: '+N' })
  t.equal(cluster.answers(3), 'D D D')
})

t.test('LS-04: after the last set comes 503', async t => {
  const cluster = cascade()
  for (const [name, status] of [['A', '+D'], ['B', '+S'], ['C', '+N'], ['D', '+D']] as const) cluster.set(name, { status })
  t.equal(cluster.send().status, 503)
  t.same(cluster.elected(), [0, 0, 0, 0])
})
