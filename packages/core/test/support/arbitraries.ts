/** What property tests draw: factors, states and clusters. The seed is fixed, so that a run is like the one before. */
import fc from 'fast-check'
import type { Arbitrary, Parameters } from 'fast-check'
import type { MemberInput } from '../../src/index.ts'
import { Cluster } from './cluster.ts'

/** Names of all lbmethods, but for the one that elects nobody whom it did not hear. */
export const lbMethods: readonly string[] = new Cluster({}).balancers.lbMethods.filter(name => name !== 'heartbeat')

/** How a property is checked: always the same way. */
export const seeded: Parameters<unknown> = { seed: 1_995, numRuns: 300 }

/** A loadfactor: often a small whole number, at times any of the hundredths. */
export const factor: Arbitrary<number> = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 100, max: 10_000 }).map(f => f / 100))

/** Loadfactors of two or more members. */
export const factors: Arbitrary<number[]> = fc.array(factor, { minLength: 2, maxLength: 10 })

/** Status letters of a member, mostly none. */
export const status: Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  fc.uniqueArray(fc.constantFrom('I', 'N', 'D', 'S', 'E', 'H', 'R', 'C'), { maxLength: 2 }).map(letters => letters.join('')))

/** A member in whatever state. */
export const member: Arbitrary<MemberInput> = fc.record({
  loadfactor: factor,
  status,
  lbset: fc.nat(2),
  route: fc.constantFrom('', 'a', 'b'),
  redirect: fc.constantFrom('', 'a', 'b'),
  retry: fc.constantFrom(0, 1, 60),
  slowstart: fc.constantFrom(0, 0, 10)
})

/** Members A, B, C … */
export function named<T> (members: readonly T[]): Record<string, T> {
  return Object.fromEntries(members.map((each, i) => [String.fromCharCode(65 + i), each]))
}
