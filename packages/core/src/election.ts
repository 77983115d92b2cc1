import type { Log } from './messages.ts'
import type { BalancerMember } from './member.ts'

/**
 * Why a member was elected: by the request's `route`; by the `redirect` of that route's unusable member; because the
 * session was `learned` to be there; as a `probe` of a member that was in error; by the client's `source` address; by the
 * `lbmethod`; or by it as `failover`, because the session's member is unusable or an attempt failed before.
 */
export type Reason = 'route' | 'redirect' | 'learned' | 'probe' | 'source' | 'lbmethod' | 'failover'

/** All reasons, in the order in which they are considered. */
export const reasons: readonly Reason[] = ['route', 'redirect', 'learned', 'probe', 'source', 'lbmethod', 'failover']

/** One request's question to a balancer and the answer so far. Owned by the request, filled in place. */
export interface Election {
  /** The name that carried the session id: cookie or path parameter; null: none found. */
  sticky: string | null
  /** The session id that came with it, without the route; null: none found, or nothing is left without the route. */
  session: string | null
  /** The route that the request asks for, possibly empty; null: none found. */
  route: string | null
  /** The member where the session is known to be although it names no route; null: not known. */
  learned: BalancerMember | null
  /** Hash of the client's address (`hash`), for lbmethods that ask for it; 0 otherwise. */
  source: number
  /** When the election takes place, in epoch milliseconds. */
  now: number
  /** The request may be sent again if it fails: so it may test a member. Default true. */
  repeatable: boolean
  /** Members that failed this request and get no second try. */
  tried: BalancerMember[] | null
  /** The elected member, or the last that was tried; null: none yet, or none is electable. */
  member: BalancerMember | null
  reason: Reason | null
  /** The client should learn a new route: BALANCER_ROUTE_CHANGED. */
  routeChanged: boolean
  /** Where decisions are told; null: nobody listens. */
  log: Log | null
}

export function createElection (log: Log | null): Election {
  return { sticky: null, session: null, route: null, learned: null, source: 0, now: 0, repeatable: true, tried: null, member: null, reason: null, routeChanged: false, log }
}
