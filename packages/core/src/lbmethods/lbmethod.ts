import type { Balancer } from '../balancer.ts'
import type { Election } from '../election.ts'
import type { BalancerMember } from '../member.ts'

/**
 * A way to choose among the members that may be chosen. Registered by name with `Balancers.addLbMethod`,
 * used as `lbmethod=name`.
 */
export interface LbMethod {
  readonly name: string
  /**
   * Chooses one candidate; undefined: none of them.
   * @param candidates at least one usable member, in configuration order but spares last; valid during the call only
   */
  readonly choose: (candidates: readonly BalancerMember[], election: Election) => BalancerMember | undefined
  /** Forgets what it has on its slate for the members. Called when a balancer changes to this method. */
  readonly reset?: (balancer: Balancer) => void
}
