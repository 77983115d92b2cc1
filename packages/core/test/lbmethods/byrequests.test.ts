import t from 'tap'
import { candidates } from '../../src/candidates.ts'
import { createElection } from '../../src/election.ts'
import { byrequests } from '../../src/lbmethods/byrequests.ts'
import { Cluster, nameOf } from '../support/cluster.ts'

type Row = readonly [credited: readonly number[], elected: string, paid: readonly number[]]

/** What the members are credited, who is elected, and what is left when the elected one has paid. */
const schedules: ReadonlyArray<readonly [factors: readonly number[], rows: readonly Row[]]> = [
  [[1, 1], [
    [[100, 100], 'A', [-100, 100]],
    [[0, 200], 'B', [0, 0]]
  ]],
  [[1, 4], [
    [[100, 400], 'B', [100, -100]],
    [[200, 300], 'B', [200, -200]],
    [[300, 200], 'A', [-200, 200]],
    [[-100, 600], 'B', [-100, 100]],
    [[0, 500], 'B', [0, 0]]
  ]],
  [[70, 30], [
    [[7000, 3000], 'A', [-3000, 3000]],
    [[4000, 6000], 'B', [4000, -4000]],
    [[11000, -1000], 'A', [1000, -1000]],
    [[8000, 2000], 'A', [-2000, 2000]],
    [[5000, 5000], 'A', [-5000, 5000]],
    [[2000, 8000], 'B', [2000, -2000]],
    [[9000, 1000], 'A', [-1000, 1000]],
    [[6000, 4000], 'A', [-4000, 4000]],
    [[3000, 7000], 'B', [3000, -3000]],
    [[10000, 0], 'A', [0, 0]]
  ]],
  [[1, 1, 1, 2], [
    [[100, 100, 100, 200], 'D', [100, 100, 100, -300]],
    [[200, 200, 200, -100], 'A', [-300, 200, 200, -100]],
    [[-200, 300, 300, 100], 'B', [-200, -200, 300, 100]],
    [[-100, -100, 400, 300], 'C', [-100, -100, -100, 300]],
    [[0, 0, 0, 500], 'D', [0, 0, 0, 0]]
  ]],
  [[1.5, 1], [
    [[150, 100], 'A', [-100, 100]],
    [[50, 200], 'B', [50, -50]],
    [[200, 50], 'A', [-50, 50]],
    [[100, 150], 'B', [100, -100]],
    [[250, 0], 'A', [0, 0]]
  ]]
]

/** The candidates' lbstatus when a schedule credits them: as it is before, and their factor. */
function credit (cluster: Cluster): number[] {
  return cluster.balancer.members.map(member => member.lbstatus + member.lbfactor)
}

for (const [factors, rows] of schedules) {
  t.test(`factors ${factors.join(', ')} go through ${rows.length} turns and begin again`, async t => {
    const cluster = new Cluster(Object.fromEntries(factors.map((loadfactor, i) => ['ABCD'[i]!, { loadfactor }])))
    for (const [credited, elected, paid] of [...rows, ...rows]) {
      t.same(credit(cluster), credited)
      const member = byrequests.choose(candidates(cluster.balancer, cluster.now, null), createElection(null))!
      t.equal(nameOf(member), elected)
      t.same(cluster.loads(), paid)
    }
  })
}

t.test('no candidates, nobody elected', async t => {
  t.equal(byrequests.choose([], createElection(null)), undefined)
})

t.test('members that are no candidates keep their lbstatus', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {} })
  cluster.member('C').lbstatus = 4711
  byrequests.choose([cluster.member('A'), cluster.member('B')], createElection(null))
  t.same(cluster.loads(), [-100, 100, 4711])
})

t.test('a reset forgets every lbstatus', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  cluster.answers(1)
  byrequests.reset!(cluster.balancer)
  t.same(cluster.loads(), [0, 0])
})
