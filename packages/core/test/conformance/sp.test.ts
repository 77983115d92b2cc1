import t from 'tap'
import { Cluster } from '../support/cluster.ts'

/** A, B, a spare C and a standby D, after these changes. */
function reserve (...changes: ReadonlyArray<readonly [name: string, status: string]>): Cluster {
  const cluster = new Cluster({ A: {}, B: {}, C: { status: '+R' }, D: { status: '+H' } })
  for (const [name, status] of changes) cluster.set(name, { status })
  return cluster
}

t.test('SP-01: while all is well, spares and standbys rest', async t => {
  t.equal(reserve().answers(6), 'A B A B A B')
})

t.test('SP-02: a spare joins as an equal for a bad member', async t => {
  t.equal(reserve(['B', '+D']).answers(6), 'A C A C A C')
})

t.test('SP-03: a draining member counts as bad', async t => {
  t.equal(reserve(['B', '+D'], ['A', '+N']).answers(6), 'C C C C C C')
})

t.test('SP-04: the standby serves when nobody else can', async t => {
  t.equal(reserve(['B', '+D'], ['A', '+N'], ['C', '+D']).answers(4), 'D D D D')
})

t.test('SP-05: a draining standby does not', async t => {
  t.equal(reserve(['B', '+D'], ['A', '+N'], ['C', '+D'], ['D', '+N']).send().status, 503)
})

t.test('SP-06: sessions give a resting spare credit, which it takes all at once', async t => {
  const cluster = new Cluster({ A: { route: 'a' }, B: { route: 'b' }, C: { route: 'c', status: '+R' } }, { stickysession: 'S' })
  t.equal(cluster.answers(5, { cookie: 'S=1.a' }), 'A A A A A')
  cluster.set('B', { status: '+D' })
  t.equal(cluster.answers(8), 'C C C C C C C C')
})
