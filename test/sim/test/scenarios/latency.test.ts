import t from 'tap'
import { policies } from '../../src/policies/policies.ts'
import { endure, situations } from '../../src/scenarios/latency.ts'
import type { Situation } from '../../src/scenarios/latency.ts'
import type { LatencySummary } from '../../src/engine/latencies.ts'

const [equal, full, slowForAWhile, unequal] = situations

/** What each policy made of a situation, in the order of the policies. */
function inSituation (situation: Situation, seconds: number): LatencySummary[] {
  return endure(situation, policies, 1, 1_000 * seconds, () => {})
}

t.test('with equal members at load 0.7, every policy is as good as another', async t => {
  for (const { p99 } of inSituation(equal!, 30)) t.ok(p99 > 85 && p99 < 100, `p99 ${p99} ms`)
})

t.test('at load 0.9, who looks at the members is better off than who goes round', async t => {
  const [roundRobin, ...others] = inSituation(full!, 30)
  t.ok(roundRobin!.p99 > 100, `going round: ${roundRobin!.p99} ms`)
  for (const { p99 } of others) t.ok(p99 < 100, `looking: ${p99} ms`)
})

t.test('a member that is slow for a while ruins byrequests, and bylatency hardly notices', async t => {
  const [byrequests, twoChoices, bybusyness, bylatency, prequal] = inSituation(slowForAWhile!, 120)
  t.ok(byrequests!.p99 > 5_000, `byrequests: ${byrequests!.p99} ms`)
  t.ok(byrequests!.overSecond > 0.04 && byrequests!.overSecond < 0.07, `${byrequests!.overSecond} above a second`)
  for (const { p99, overSecond } of [twoChoices!, bybusyness!, bylatency!, prequal!]) {
    t.ok(p99 < 110, `p99 ${p99} ms`)
    t.ok(overSecond < 0.000_1, `${overSecond} above a second`)
  }
  t.ok(bylatency!.p99 < twoChoices!.p99, `bylatency: ${bylatency!.p99} ms`)
})

t.test('three members at half speed overflow under byrequests, and under nothing that looks at them', async t => {
  const [byrequests, twoChoices, bybusyness, bylatency, prequal] = inSituation(unequal!, 60)
  t.ok(byrequests!.p99 > 10_000, `byrequests: ${byrequests!.p99} ms`)
  for (const { p99 } of [twoChoices!, bybusyness!, bylatency!, prequal!]) t.ok(p99 < 250, `p99 ${p99} ms`)
  t.ok(bylatency!.p99 < twoChoices!.p99, `bylatency: ${bylatency!.p99} ms`)
})
