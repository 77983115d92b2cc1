import t from 'tap'
import { slots } from '../../src/engine/backend.ts'
import { createFront } from '../../src/engine/front.ts'
import { play } from '../../src/engine/play.ts'
import type { Cluster } from '../../src/engine/play.ts'
import type { Trace } from '../../src/engine/trace.ts'
import { leastBusy, roundRobin, twoChoices } from '../../src/policies/policies.ts'

/** That many requests of 10 ms work, one each millisecond. */
function steady (count: number): Trace {
  return { arrivals: Float64Array.from({ length: count }, (_, i) => i), work: new Float64Array(count).fill(10) }
}

t.test('a request takes its work while a slot is free', async t => {
  t.same([...play(steady(slots), { fronts: [createFront(roundRobin, 1, 1)] })], Array.from({ length: slots }, () => 10))
})

t.test('who finds no slot waits for those before, first come first served', async t => {
  const together = { arrivals: new Float64Array(2 * slots + 1), work: new Float64Array(2 * slots + 1).fill(10) }
  const latencies = [...play(together, { fronts: [createFront(roundRobin, 1, 1)] })]
  t.same(latencies, [...latencies].sort((a, b) => a - b))
  t.equal(latencies[slots - 1], 10)
  t.equal(latencies[slots], 20)
  t.equal(latencies[2 * slots], 30)
})

t.test('a slow member is slow for what is begun while it lasts', async t => {
  const trace = { arrivals: Float64Array.of(0, 100, 200), work: Float64Array.of(10, 10, 10) }
  const slowdowns = [{ member: 0, factor: 5, from: 100, until: 200 }]
  t.same([...play(trace, { fronts: [createFront(roundRobin, 1, 1)], slowdowns })], [10, 50, 10])
})

t.test('every request ends, and nobody stays busy', async t => {
  for (const policy of [roundRobin, leastBusy, twoChoices]) {
    const front = createFront(policy, 3, 1)
    const latencies = play(steady(500), { fronts: [front] })
    t.ok(latencies.every(latency => latency >= 10))
    t.same(front.balancer.members.map(({ busy }) => busy), [0, 0, 0])
    t.equal(front.balancer.members.reduce((sum, { elected }) => sum + elected, 0), 500)
  }
})

t.test('balancers go by their own requests, unless they share a view', async t => {
  // One request that lasts comes to the first balancer, then two short ones to the second.
  const trace = { arrivals: Float64Array.of(0, 50, 100), work: Float64Array.of(1_000, 10, 10) }
  const elected = (view: Pick<Cluster, 'view'>): number[] => {
    const fronts = [createFront(leastBusy, 2, 1), createFront(leastBusy, 2, 1)]
    play(trace, { fronts, frontOf: Uint8Array.of(0, 1, 1), ...view })
    return fronts[1]!.balancer.members.map(member => member.elected)
  }
  t.same(elected({}), [1, 1], 'it does not know that the first member is busy')
  t.same(elected({ view: { age: 10, inTurn: false } }), [0, 2])
  t.same(elected({ view: { age: 10, inTurn: true } }), [0, 2])
})
