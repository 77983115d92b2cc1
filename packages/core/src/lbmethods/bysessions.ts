import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Elects the member with the fewest live sessions for its factor; among equals the least busy, then the first. A request
 * without session is likely to begin one, and to an app with sessions in memory that is the commitment that counts.
 */
export const bysessions: LbMethod = {
  name: 'bysessions',
  choose (candidates) {
    let best: BalancerMember | undefined
    let least = Infinity
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      // What is in flight without a session may be a session in a moment: half a session, so that it only breaks ties.
      const load = (member.sessions + Math.min(member.busy, 1e6) / 2e6) / member.weight
      if (load < least) {
        least = load
        best = member
      }
    }
    return best
  }
}
