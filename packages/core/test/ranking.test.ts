import t from 'tap'
import type { BalancerInput } from '../src/index.ts'
import { Cluster } from './support/cluster.ts'

/** So many members, of these factors in turn. */
function cluster (count: number, loadfactors: readonly number[], parameters: BalancerInput = {}): Cluster {
  return new Cluster(Object.fromEntries(Array.from({ length: count }, (_, i) =>
    [`M${i}`, { loadfactor: loadfactors[i % loadfactors.length]!, route: `r${i}` }])), parameters)
}

/** Until candidates have been the same for so many elections, each of these takes a look at all. */
const patience = 64

t.test('after 64 elections candidates are ranked, if they are 64 and their lbmethod tells in which order', async t => {
  for (const lbmethod of ['byrequests', 'bybusyness', 'bytraffic', 'bysessions']) {
    for (const [count, ranked] of [[63, false], [64, true]] as const) {
      const all = cluster(count, [1, 2], { lbmethod })
      all.answers(patience)
      t.equal(all.balancer.ranking, null)
      all.send()
      t.equal(all.balancer.ranking !== null, ranked, `${lbmethod} among ${count}`)
    }
  }
  for (const lbmethod of ['bylatency', 'bysource']) {
    const all = cluster(64, [1], { lbmethod })
    all.answers(patience + 1)
    t.equal(all.balancer.ranking, null, lbmethod)
  }
})

t.test('where nearly each has a weight of its own they are not, unless their order does not depend on credits', async t => {
  for (const [weights, lbmethod, ranked] of [[16, 'byrequests', true], [17, 'byrequests', false], [128, 'bytraffic', true]] as const) {
    const all = cluster(128, Array.from({ length: weights }, (_, i) => 1 + i / 100), { lbmethod })
    all.answers(2 * patience)
    t.equal(all.balancer.ranking !== null, ranked, `${weights} weights, ${lbmethod}`)
  }
})

t.test('where states change all the time, ranking would cost more than it saves', async t => {
  const all = cluster(66, [1])
  for (let i = 0; i < 5; i++) {
    all.answers(patience)
    all.set('M0', { status: i % 2 === 0 ? '+D' : '-D' })
  }
  t.equal(all.balancer.ranking, null)
  all.answers(patience + 1)
  t.not(all.balancer.ranking, null)
})

t.test('an attempt after a failed one looks at each that was not tried', async t => {
  const all = cluster(66, [1])
  all.answers(patience + 1)
  all.dead.add('M65')
  t.equal(all.send().tried, 'M65 M0')
  t.equal(all.balancer.ranking, null)
})

t.test('whoever reads a lbstatus gets what counted so far, whatever was still to be written', async t => {
  const all = cluster(64, [1], { stickysession: 'S' })
  all.answers(patience + 3)
  all.answers(2, { cookie: 'S=x.r9' })
  t.not(all.balancer.ranking, null)
  t.equal(all.member('M0').lbstatus, 5 * 100 - 6_400)
  t.equal(all.member('M9').lbstatus, 5 * 100 - 2 * 6_400)
  t.equal(all.member('M63').lbstatus, 500)
  t.equal(all.balancer.ranking, null)
  all.answers(patience + 1)
  t.not(all.balancer.ranking, null, 'elections go on, and they are ranked again')
})

t.test('whoever writes a lbstatus decides the next election', async t => {
  const all = cluster(64, [1])
  all.answers(patience + 3)
  all.member('M40').lbstatus = 1_000
  t.same([all.send().tried, all.send().tried], ['M40', 'M3'])
})

t.test('a member that leaves or is changed is ranked no longer', async t => {
  const all = cluster(66, [1])
  all.answers(patience + 4)
  t.not(all.member('M2').tournament, null)
  all.set('M3', { status: '+D' })
  t.ok(all.balancer.members.every(({ tournament }) => tournament === null))
  t.equal(all.send().tried, 'M2')
})
