import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Elects the member that carried the fewest bytes, in both directions, for its factor (mod_lbmethod_bytraffic). The
 * counters are totals since the start and move as bytes pass: requests that start together go to the same member.
 */
export const bytraffic: LbMethod = {
  name: 'bytraffic',
  choose (candidates) {
    let best: BalancerMember | undefined
    let least = Infinity
    // What is not below this for its factor is not below `least` after both divisions either.
    let bound = Infinity
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const { transferred, read, weight } = member
      if (transferred + read >= bound * weight) continue
      const traffic = Math.floor(transferred / weight) + Math.floor(read / weight)
      if (traffic < least) {
        least = traffic
        bound = traffic + 2
        best = member
      }
    }
    return best
  },
  order: { load: ({ transferred, read, weight }) => Math.floor(transferred / weight) + Math.floor(read / weight), queue: () => 0 },
  reset (balancer) {
    for (const member of balancer.members) {
      member.transferred = 0
      member.read = 0
    }
  }
}
