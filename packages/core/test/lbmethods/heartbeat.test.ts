import t from 'tap'
import { control } from '../../src/index.ts'
import { Cluster } from '../support/cluster.ts'

/** Members by name, and what their servers say: ready/busy. */
function cluster (members: ConstructorParameters<typeof Cluster>[0], said: Readonly<Record<string, string>>): Cluster {
  const cluster = new Cluster(members, { lbmethod: 'heartbeat', maxattempts: 2 })
  hear(cluster, said)
  return cluster
}

function hear ({ balancers: { heartbeats }, now }: Cluster, said: Readonly<Record<string, string>>): void {
  for (const [name, numbers] of Object.entries(said)) {
    const [ready = 0, busy = 0] = numbers.split('/').map(Number)
    heartbeats.hear({ address: name.toLowerCase(), port: null, ready, busy }, now, now)
  }
}

/** How often each member is elected in so many elections. */
function shares (cluster: Cluster, count = 20_000): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of cluster.answers(count).split(' ')) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

t.test('each member gets exactly its share of the draws, and one without requests to spare none', async t => {
  const { A, B, C, D } = shares(cluster({ A: {}, B: {}, C: {}, D: {} }, { A: '1/1', B: '3/1', C: '6/1', D: '0/1' }))
  t.ok(Math.abs(A! - 2_000) < 200, String(A))
  t.ok(Math.abs(B! - 6_000) < 300, String(B))
  t.ok(Math.abs(C! - 12_000) < 400, String(C))
  t.equal(D, undefined)
})

t.test('an idle server gets a quarter, rounded down', async t => {
  t.equal(cluster({ A: {} }, { A: '3/0' }).answers(1), '-')
  t.equal(cluster({ A: {} }, { A: '4/0' }).answers(1), 'A')
  const { A, B } = shares(cluster({ A: {}, B: {} }, { A: '40/0', B: '10/1' }))
  t.ok(Math.abs(A! - B!) < 800, `${A} ${B}`)
})

t.test('a server is elected from its first heartbeat until ten seconds after its last, whatever others say meanwhile', async t => {
  const one = cluster({ A: {}, B: {} }, {})
  t.equal(one.answers(2), '- -')
  hear(one, { A: '1/1' })
  t.equal(one.answers(1), 'A')
  one.now += 9_999
  t.equal(one.answers(1), 'A')
  one.now += 1
  t.equal(one.answers(1), '-')
  hear(one, { B: '1/1' })
  t.equal(one.answers(1), 'B')
  hear(one, { A: '1/1', B: '0/5' })
  t.equal(one.answers(3), 'A A A')
})

t.test('draining, spares, standbys and sets count, and a lost server is bad', async t => {
  const said = { A: '1/1', B: '1/1', C: '1/1' }
  t.equal(cluster({ A: { status: '+N' }, B: {} }, said).answers(3), 'B B B')
  const sets = cluster({ A: {}, B: { status: '+H' }, C: { lbset: 1 } }, said)
  t.equal(sets.answers(2), 'A A')
  hear(sets, { A: '0/9' })
  t.equal(sets.answers(2), 'B B')
  hear(sets, { B: '0/9' })
  t.equal(sets.answers(2), 'C C')
  const spare = cluster({ A: {}, B: { status: '+R' } }, { A: '1/1', B: '1/1' })
  t.equal(spare.answers(2), 'A A')
  hear(spare, { A: '0/1' })
  t.equal(spare.answers(2), 'B B')
})

t.test('a member that refuses is passed over, and its session comes from it still', async t => {
  const failing = new Cluster({ A: { route: 'a' }, B: { route: 'b' } }, { lbmethod: 'heartbeat', stickysession: 'S' })
  hear(failing, { A: '100000/1', B: '1/1' })
  failing.dead.add('A')
  t.equal(failing.send().tried, 'A B')
  t.equal(failing.answers(3), 'B B B')
  const silent = new Cluster({ A: { route: 'a' }, B: {} }, { lbmethod: 'heartbeat', stickysession: 'S' })
  t.equal(silent.answers(1, { cookie: 'S=1.a' }), 'A')
})

t.test('a balancer that changes to it asks for heartbeats at once', async t => {
  const changed = new Cluster({ A: {} })
  t.equal(changed.answers(1), 'A')
  control(changed.balancers, { balancer: 'test', set: { lbmethod: 'heartbeat' } }, 'test', changed.now)
  t.equal(changed.answers(1), '-')
})
