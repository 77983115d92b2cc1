import type { LbMethod } from '@fastify-balancer/core'
import { createRing, firstPoint } from './ring.ts'
import type { Ring } from './ring.ts'

const pointsPerMember = 160

/**
 * Consistent hashing with bounded loads, as first published (Mirrokni, Thorup, Zadimoghaddam 2017): from the key's point
 * on, around the circle, the first member below the bound. The members must not change.
 */
export function createBoundedRing (): LbMethod {
  let ring: Ring | undefined
  return {
    name: 'boundedring',
    choose (candidates, { source }) {
      ring ??= createRing(candidates.map(({ url }) => url), pointsPerMember)
      const { owners } = ring
      const total = candidates.reduce((sum, { busy }) => sum + busy, 1)
      const bound = Math.ceil(candidates[0]!.balancer.loadbound * total / candidates.length)
      let at = firstPoint(ring, source)
      // Somebody is below: the bound is at least the mean.
      while (candidates[owners[at]!]!.busy >= bound) at = (at + 1) % owners.length
      return candidates[owners[at]!]
    }
  }
}
