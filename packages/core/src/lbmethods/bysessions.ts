import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Elects the member with the fewest live sessions for its factor; among equals the least busy for its factor, then the
 * first. A request without session is likely to begin one, and to an app with sessions in memory that is the commitment
 * that counts.
 */
export const bysessions: LbMethod = {
  name: 'bysessions',
  choose (candidates) {
    let best: BalancerMember | undefined
    let least = Infinity
    let shortest = Infinity
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const load = member.sessions / member.weight
      if (load > least) continue
      // What is in flight without a session may be a session in a moment.
      const queue = member.busy / member.weight
      if (load < least || queue < shortest) {
        least = load
        shortest = queue
        best = member
      }
    }
    return best
  },
  order: { load: ({ sessions, weight }) => sessions / weight, queue: ({ busy, weight }) => busy / weight }
}
