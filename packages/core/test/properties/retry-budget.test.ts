import fc from 'fast-check'
import t from 'tap'
import { Balancers } from '../../src/balancers.ts'
import { budgetFloor, budgetMemory, earnRetry, spendRetry } from '../../src/retry-budget.ts'
import { seeded } from '../support/arbitraries.ts'

/** One request: how long after the last, and how often it wants to be repeated. */
const request = fc.record({ after: fc.nat(3_000), wants: fc.nat(8) })

/*
 * What is owed grows by 1 with a repeat and falls by the budget's share with a request. It is never more than the floor when
 * a repeat is granted, and fading only brings it nearer to 0: over a time T no more than floor * T / memory is forgiven. So in
 * all there are at most share * requests + floor * (1 + T / memory) repeats, over the whole story and over each part of it.
 */
t.test('in every stretch of time repeats are at most their share of the requests, and the floor', async t => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), fc.array(request, { maxLength: 300 }), (retrybudget, story) => {
    const balancer = new Balancers(() => '').add('b', { retrybudget })
    const begun = Date.UTC(2026, 0)
    let now = begun
    let repeats = 0
    for (const [index, { after, wants }] of story.entries()) {
      now += after
      earnRetry(balancer, now)
      for (let i = 0; i < wants; i++) repeats += spendRetry(balancer, now) ? 1 : 0
      const allowed = retrybudget / 100 * (index + 1) + budgetFloor * (1 + (now - begun) / budgetMemory)
      if (repeats > allowed + 1e-6) return false
    }
    return true
  }), seeded)
  t.pass('it holds')
})

t.test('as long as no more are wanted, each is granted', async t => {
  fc.assert(fc.property(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 200 }), gaps => {
    const balancer = new Balancers(() => '').add('b', {})
    let now = 0
    return gaps.every((gap, index) => {
      now += gap
      earnRetry(balancer, now)
      return index % 5 !== 0 || spendRetry(balancer, now)
    })
  }), seeded)
  t.pass('it holds')
})
