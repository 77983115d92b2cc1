import type { Balancer } from './balancer.ts'
import type { BalancerMember } from './member.ts'
import { moved } from './ranking.ts'
import { isUsable } from './status.ts'

/** The usable members of a balancer, of whatever set, until some state changes. */
export interface Charged {
  readonly members: readonly BalancerMember[]
  /** What an election by route credits to all of them. */
  readonly total: number
  /** Elections by route that are still to be credited to each. */
  rounds: number
}

/**
 * Books an election by route as the lbmethods would have: every usable member of whatever set is credited, the elected
 * one pays (mod_proxy_balancer's default updatelbstatus). So sessions weigh in the schedule of requests without one.
 */
export function charge (balancer: Balancer, elected: BalancerMember): void {
  const charged = balancer.charged ??= findUsable(balancer)
  charged.rounds++
  elected.credit -= charged.total
  moved(elected)
}

function findUsable (balancer: Balancer): Charged {
  const members = balancer.members.filter(({ flags }) => isUsable(flags))
  return { members, total: members.reduce((sum, { lbfactor }) => sum + lbfactor, 0), rounds: 0 }
}

/** Writes down what elections have credited to many members at once: until the next one everybody's `credit` is its lbstatus. */
export function settle (balancer: Balancer): void {
  const { charged, ranking } = balancer
  if (charged !== null && charged.rounds > 0) {
    for (const member of charged.members) member.credit += member.lbfactor * charged.rounds
    charged.rounds = 0
  }
  if (ranking !== null) {
    ranking.end()
    balancer.ranking = null
    balancer.looks = 0
  }
}
