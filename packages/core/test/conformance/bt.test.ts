import t from 'tap'
import { Cluster } from '../support/cluster.ts'

t.test('BT-01: three times the factor carries three times the bytes', async t => {
  const cluster = new Cluster({ A: { loadfactor: 1 }, B: { loadfactor: 3 } }, { lbmethod: 'bytraffic' })
  t.equal(cluster.answers(8, { bytes: [171, 1_017] }), 'A B B B A B B B')
})
