import type { Log } from './messages.ts'
import type { BalancerMember } from './member.ts'

/**
 * Why a member was elected: by the request's `route`; by the `redirect` of that route's unusable member; by the
 * `lbmethod`; or by the lbmethod as `failover`, because the route's member is unusable or an attempt failed before.
 */
export type Reason = 'route' | 'redirect' | 'lbmethod' | 'failover'

/** One request's question to a balancer and the answer so far. Owned by the request, filled in place. */
export interface Election {
  /** The name that carried the session id: cookie or path parameter; null: none found. */
  sticky: string | null
  /** The route that the request asks for, possibly empty; null: none found. */
  route: string | null
  /** Members that failed this request and get no second try. */
  tried: BalancerMember[] | null
  /** The elected member; null: none yet, or none is electable. */
  member: BalancerMember | null
  reason: Reason | null
  /** The client should learn a new route: BALANCER_ROUTE_CHANGED. */
  routeChanged: boolean
  /** Where decisions are told; null: nobody listens. */
  log: Log | null
}

export function createElection (log: Log | null): Election {
  return { sticky: null, route: null, tried: null, member: null, reason: null, routeChanged: false, log }
}
