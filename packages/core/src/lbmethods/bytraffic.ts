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
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const traffic = Math.floor(member.transferred / member.weight) + Math.floor(member.read / member.weight)
      if (traffic < least) {
        least = traffic
        best = member
      }
    }
    return best
  },
  reset (balancer) {
    for (const member of balancer.members) {
      member.transferred = 0
      member.read = 0
    }
  }
}
