import fc from 'fast-check'
import t from 'tap'
import { Balancers, begin, createElection, dice, elect, finish } from '../../src/index.ts'
import type { Balancer, BalancerMember } from '../../src/index.ts'
import { seeded } from '../support/arbitraries.ts'

const fast = 10
const slow = 100
const requests = 2_000

/** Members that answer after their time, while a request starts each millisecond. */
function serve (seed: number, latencies: readonly number[]): readonly BalancerMember[] {
  const balancer = new Balancers(() => '', dice(seed)).add('test', {
    lbmethod: 'bylatency', members: latencies.map((_, i) => ({ url: `http://m${i}` }))
  })
  const answers = new Map<number, BalancerMember[]>()
  for (let ms = 0; ms < requests; ms++) {
    for (const member of answers.get(ms) ?? []) answer(balancer, member, latencies[balancer.members.indexOf(member)]!, ms)
    const election = createElection(null)
    const member = elect(balancer, election, ms)!
    begin(member, election.reason!)
    const at = ms + latencies[balancer.members.indexOf(member)]!
    answers.set(at, [...answers.get(at) ?? [], member])
  }
  return balancer.members
}

function answer ({ lbmethod }: Balancer, member: BalancerMember, latency: number, now: number): void {
  lbmethod.observe!(member, latency, 200, now)
  finish(member)
}

t.test('a member ten times slower gets less than a fifth of its share', async t => {
  fc.assert(fc.property(fc.integer({ min: 3, max: 10 }), fc.nat(), fc.nat(), (count, which, seed) => {
    const members = serve(seed, Array.from({ length: count }, (_, i) => i === which % count ? slow : fast))
    return members[which % count]!.elected < requests / count / 5
  }), { ...seeded, numRuns: 50 })
  t.pass('wherever it stands')
})

t.test('equal members get about the same', async t => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 10 }), fc.nat(), (count, seed) => {
    const share = requests / count
    return serve(seed, new Array<number>(count).fill(fast)).every(({ elected }) => Math.abs(elected - share) < share / 4)
  }), { ...seeded, numRuns: 50 })
  t.pass('however many they are')
})
