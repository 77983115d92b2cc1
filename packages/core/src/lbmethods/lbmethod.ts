import type { Balancer } from '../balancer.ts'
import type { Election, Reason } from '../election.ts'
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
  /** How `choose` compares, if it only compares: many members are kept in this order, so that an election need not look at each. */
  readonly order?: Order
  /**
   * Until when a member may be chosen as far as this method knows, in epoch milliseconds; what is not after `now` makes a usable
   * member bad, so that spares, standbys and other sets take its place. Default: always.
   */
  readonly electableUntil?: (member: BalancerMember) => number
  /** What the elections of this method are counted as. Default `lbmethod`. */
  readonly reason?: Reason
  /** Whether `election.source` is to be filled in. Default false. */
  readonly needsSource?: boolean
  /**
   * Hears of every answer, if it wants to.
   * @param latency milliseconds from sending the request to the head of the answer
   * @param status the answer's; 0: there was none
   * @param now epoch milliseconds
   */
  readonly observe?: (member: BalancerMember, latency: number, status: number, now: number) => void
  /** Forgets what it has on its slate for the members. Called when a balancer changes to this method. */
  readonly reset?: (balancer: Balancer) => void
}

/** An order of members that depends on their requests in flight, sessions, bytes and weight only. */
export interface Order {
  /** Who has least of this is elected. */
  readonly load: (member: BalancerMember) => number
  /** Of those who has least of this, and of equals the first; `lbstatus`: who has most of that, credited and paid as by byrequests. */
  readonly queue: ((member: BalancerMember) => number) | 'lbstatus'
}
