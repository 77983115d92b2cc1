import type { Balancer } from './balancer.ts'
import type { BalancerMember } from './member.ts'
import { isUsable } from './status.ts'

/** The usable members of a balancer, of whatever set, until some state changes. */
export interface Charged {
  readonly members: readonly BalancerMember[]
  /** What an election by route credits to all of them. */
  readonly total: number
}

/**
 * Books an election by route as the lbmethods would have: every usable member of whatever set is credited, the elected
 * one pays (mod_proxy_balancer's default updatelbstatus). So sessions weigh in the schedule of requests without one.
 */
export function charge (balancer: Balancer, elected: BalancerMember): void {
  const { members, total } = balancer.charged ??= findUsable(balancer)
  for (let i = 0; i < members.length; i++) {
    const member = members[i]!
    member.lbstatus += member.lbfactor
  }
  elected.lbstatus -= total
}

function findUsable (balancer: Balancer): Charged {
  const members = balancer.members.filter(({ flags }) => isUsable(flags))
  return { members, total: members.reduce((sum, { lbfactor }) => sum + lbfactor, 0) }
}
