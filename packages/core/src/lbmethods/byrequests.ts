import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Weighted round robin that spreads a heavy member's turns (mod_lbmethod_byrequests): every candidate is credited its
 * factor, the one with most credit is elected, the first of equals, and pays what all were credited. With factors 1 and
 * 4 the order is B B A B B. The sum of all lbstatus never changes, and members that are no candidates keep theirs.
 */
export const byrequests: LbMethod = {
  name: 'byrequests',
  choose (candidates) {
    let best: BalancerMember | undefined
    let most = -Infinity
    let total = 0
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const credit = member.credit + member.weight
      member.credit = credit
      total += member.weight
      if (credit > most) {
        most = credit
        best = member
      }
    }
    if (best !== undefined) best.credit = most - total
    return best
  },
  order: { load: () => 0, queue: 'lbstatus' },
  reset (balancer) {
    for (const member of balancer.members) member.lbstatus = 0
  }
}
