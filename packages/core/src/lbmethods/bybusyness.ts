import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Elects the member with the fewest requests in flight; among equals the one that byrequests would elect, whose books it
 * keeps (mod_lbmethod_bybusyness). Factors decide between equals only.
 */
export const bybusyness: LbMethod = {
  name: 'bybusyness',
  choose (candidates) {
    let best: BalancerMember | undefined
    let least = Infinity
    let most = 0
    let total = 0
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const { busy } = member
      const credit = member.credit + member.weight
      member.credit = credit
      total += member.weight
      if (busy > least || (busy === least && credit <= most)) continue
      least = busy
      most = credit
      best = member
    }
    if (best !== undefined) best.credit = most - total
    return best
  },
  order: { load: ({ busy }) => busy, queue: 'lbstatus' },
  reset (balancer) {
    for (const member of balancer.members) member.lbstatus = 0
  }
}
