import fc from 'fast-check'
import t from 'tap'
import { factors, named, seeded } from '../support/arbitraries.ts'
import { Cluster } from '../support/cluster.ts'

/** What the divisions of this test may err by. */
const rounding = 1e-9

function cluster (loadfactors: readonly number[]): Cluster {
  return new Cluster(named(loadfactors.map(loadfactor => ({ loadfactor }))))
}

function sum (numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function greatestCommonDivisor (a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

/*
 * After k elections among n members of weight w, W in total, a member elected e times is e − k·w/W ahead of its share.
 * In units of W that is what its lbstatus owes: lbstatus = k·w − e·W, and the sum of all is 0. Two bounds follow.
 *
 * Ahead by at most 1 − 1/n. The elected member has the most credit of all, so at least the mean, W/n, and pays W: at least
 * −(1 − 1/n)·W is left. Members that are not elected only gain.
 *
 * Behind by at most 1/2 + 1/3 + … + 1/n. Let s(m) be the most that any m members had together after an election, in units
 * of W. Their sum grows only by an election of somebody else. That one had at least as much credit as each of them: so
 * they have at most m/(m + 1) of what all m + 1 had before it paid, which is at most s(m + 1) + 1 in sum. So
 * s(m)/m ≤ s(m + 1)/(m + 1) + 1/(m + 1); and as s(n) = 0, s(1) ≤ 1/n + … + 1/3 + 1/2.
 *
 * "Within one election of its share" is true on the one side only: see the last test.
 */
t.test('a member is ahead of its share by at most 1 − 1/n elections, and behind by at most 1/2 + 1/3 + … + 1/n', async t => {
  fc.assert(fc.property(factors, fc.integer({ min: 1, max: 300 }), (loadfactors, elections) => {
    const all = cluster(loadfactors)
    const { members } = all.balancer
    const total = sum(members.map(({ weight }) => weight))
    const mostAhead = 1 - 1 / members.length
    const mostBehind = sum(members.map((_, i) => 1 / (i + 1))) - 1
    for (let k = 1; k <= elections; k++) {
      all.send()
      for (const { weight, elected } of members) {
        const ahead = elected - k * weight / total
        if (ahead > mostAhead + rounding || -ahead > mostBehind + rounding) return false
      }
    }
    return true
  }), seeded)
  t.pass('for all factors')
})

/*
 * After W/gcd elections a share is a whole number, and who is ahead by less than 1 of a whole number is not ahead at all.
 * Then nobody is behind either, for the sum of all is 0.
 */
t.test('after the sum of all factors, divided by what divides them all, everybody has exactly its share', async t => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 6 }), loadfactors => {
    const all = cluster(loadfactors)
    const divisor = loadfactors.reduce(greatestCommonDivisor)
    all.answers(sum(loadfactors) / divisor)
    t.same(all.elected(), loadfactors.map(factor => factor / divisor))
    t.same(all.loads(), loadfactors.map(() => 0))
  }), { ...seeded, numRuns: 50 })
})

t.test('a member can be more than one election behind', async t => {
  const all = cluster([1, 81, 81, 4])
  const behind = Array.from({ length: 167 }, (_, i) => {
    all.send()
    return (i + 1) * 81 / 167 - all.member('C').elected
  })
  t.ok(Math.max(...behind) > 1)
})
