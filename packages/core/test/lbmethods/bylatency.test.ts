import t from 'tap'
import { dice } from '../../src/dice.ts'
import { createElection } from '../../src/election.ts'
import { createByLatency } from '../../src/lbmethods/bylatency.ts'
import { Cluster, nameOf } from '../support/cluster.ts'

/** Dice that fall as told: each roll as the index of so many. */
function rolls (...indexes: ReadonlyArray<readonly [index: number, of: number]>): () => number {
  const left = indexes.map(([index, of]) => index / of)
  return () => left.shift()!
}

/** Who is elected among all members when A and B, say, are drawn. */
function duel (cluster: Cluster, one: string, other: string): string {
  const { members } = cluster.balancer
  const [first, second] = [one, other].map(name => members.indexOf(cluster.member(name)))
  const others = members.length - 1
  const random = rolls([first!, members.length], [(second! - first! - 1 + members.length) % members.length, others])
  return nameOf(createByLatency(random).choose(members, { ...createElection(null), now: cluster.now })!)
}

function observe (cluster: Cluster, name: string, latency: number, status: number = 200): void {
  createByLatency(Math.random).observe!(cluster.member(name), latency, status, cluster.now)
}

t.test('of two members drawn, the faster one is elected, whichever was drawn first', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {} })
  observe(cluster, 'A', 20)
  observe(cluster, 'B', 10)
  observe(cluster, 'C', 5)
  t.equal(duel(cluster, 'A', 'B'), 'B')
  t.equal(duel(cluster, 'B', 'A'), 'B')
  t.equal(duel(cluster, 'C', 'A'), 'C')
  t.equal(duel(cluster, 'B', 'C'), 'C')
})

t.test('a member is never drawn against itself, and every pair is as likely', async t => {
  const { members } = new Cluster({ A: {}, B: {}, C: {}, D: {} }).balancer
  const counts = new Map<string, number>()
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 3; j++) {
      const random = rolls([i, 4], [j, 3])
      for (const member of members) member.latency = 0
      const lost = createByLatency(random).choose(members, createElection(null))!
      lost.latency = 1e9
      const won = createByLatency(rolls([i, 4], [j, 3])).choose(members, createElection(null))!
      const pair = `${nameOf(lost)}${nameOf(won)}`
      counts.set(pair, (counts.get(pair) ?? 0) + 1)
    }
  }
  t.same([...counts.keys()].sort(), ['AB', 'AC', 'AD', 'BA', 'BC', 'BD', 'CA', 'CB', 'CD', 'DA', 'DB', 'DC'])
  t.ok([...counts.values()].every(count => count === 1))
})

t.test('requests in flight cost as many latencies, and a factor divides them', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: { loadfactor: 4 } })
  for (const name of ['A', 'B', 'C']) observe(cluster, name, 10)
  cluster.member('A').busy = 1
  t.equal(duel(cluster, 'A', 'B'), 'B')
  cluster.member('C').busy = 2
  t.equal(duel(cluster, 'B', 'C'), 'C', '3 waits for a factor of 4 are less than one')
  cluster.member('C').busy = 4
  t.equal(duel(cluster, 'B', 'C'), 'B')
})

t.test('of equals the first drawn is elected', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  t.equal(duel(cluster, 'A', 'B'), 'A')
  t.equal(duel(cluster, 'B', 'A'), 'B')
})

t.test('a member that nobody knows yet is tried first, but its requests in flight count', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  observe(cluster, 'A', 1)
  t.equal(duel(cluster, 'A', 'B'), 'B')
  cluster.member('B').busy = 2
  t.equal(duel(cluster, 'A', 'B'), 'A')
})

t.test('a worse latency counts at once and in full, a better one bit by bit', async t => {
  const cluster = new Cluster({ A: {} })
  const { latency } = cluster.member('A')
  t.equal(latency, 0)
  observe(cluster, 'A', 10)
  t.equal(cluster.member('A').latency, 10)
  observe(cluster, 'A', 100)
  t.equal(cluster.member('A').latency, 100)
  observe(cluster, 'A', 10)
  t.equal(cluster.member('A').latency, 100, 'no time has passed')
  cluster.now += 10_000
  observe(cluster, 'A', 10)
  const kept = 1 / Math.E
  t.ok(Math.abs(cluster.member('A').latency - (100 * kept + 10 * (1 - kept))) < 1e-9)
})

t.test('a latency fades while nobody asks the member, so that it is tried again', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  observe(cluster, 'A', 1_000)
  observe(cluster, 'B', 10)
  t.equal(duel(cluster, 'A', 'B'), 'B')
  cluster.now += 46_000
  observe(cluster, 'B', 10)
  t.equal(duel(cluster, 'A', 'B'), 'B', '1000 ms have faded to 10.05')
  cluster.now += 1_000
  observe(cluster, 'B', 10)
  t.equal(duel(cluster, 'A', 'B'), 'A')
})

t.test('a fast error, a 429 or no answer counts as five seconds; a slow one as what it took', async t => {
  for (const status of [0, 429, 500, 503]) {
    const cluster = new Cluster({ A: {} })
    observe(cluster, 'A', 1, status)
    t.equal(cluster.member('A').latency, 5_000, String(status))
    observe(cluster, 'A', 7_000, status)
    t.equal(cluster.member('A').latency, 7_000, String(status))
  }
  for (const status of [101, 200, 304, 404, 499]) {
    const cluster = new Cluster({ A: {} })
    observe(cluster, 'A', 1, status)
    t.equal(cluster.member('A').latency, 1, String(status))
  }
})

t.test('a clock that goes back does not make a latency grow', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  observe(cluster, 'A', 10)
  observe(cluster, 'B', 11)
  cluster.now -= 60_000
  t.equal(duel(cluster, 'A', 'B'), 'A')
  observe(cluster, 'A', 5)
  t.equal(cluster.member('A').latency, 10)
})

t.test('a lone candidate is elected as it is', async t => {
  const { members } = new Cluster({ A: {} }).balancer
  t.equal(createByLatency(dice(1)).choose(members, createElection(null)), members[0])
})

t.test('a reset forgets every latency', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  observe(cluster, 'A', 10)
  observe(cluster, 'B', 20)
  createByLatency(dice(1)).reset!(cluster.balancer)
  t.same(cluster.balancer.members.map(({ latency }) => latency), [0, 0])
})
