import type { EventEmitter } from 'node:events'
import { settle } from './charge.ts'
import type { Charged } from './charge.ts'
import { DuplicateError } from './errors.ts'
import type { BalancerEvents } from './events.ts'
import type { LbMethod } from './lbmethods/lbmethod.ts'
import { createMember } from './member.ts'
import type { BalancerMember, MemberOptions } from './member.ts'
import { memberIdentity } from './member-url.ts'
import type { Ranking } from './ranking.ts'
import type { RecentElections } from './recent-elections.ts'
import type { RetryBudget } from './retry-budget.ts'
import type { BalancerParameters } from './schema.ts'
import type { BalancerInput } from './validate.ts'

/** What defines a balancer: its members and any of its parameters. */
export interface BalancerOptions extends BalancerInput {
  readonly members?: readonly MemberOptions[]
}

/** A named group of members. Its parameters and members are written by `control` alone. */
export interface Balancer extends Omit<BalancerParameters, 'lbmethod' | 'nonce'> {
  /** Lower case, as in `balancer://name`. */
  readonly name: string
  readonly url: string
  lbmethod: LbMethod
  /** The manager's token; empty: none. */
  nonce: string
  /** It was drawn at the start, not given. */
  readonly hasRandomNonce: boolean
  /** In the order of the configuration, run-time additions last: the order that decides ties. */
  readonly members: BalancerMember[]
  /** Grows with each change that `control` makes. Its beginning is arbitrary, so that versions of two starts are not alike. */
  version: number
  /** How many members may be there at once: those of the configuration and `growth` more. */
  maxMembers: number
  /** The members that have a route, by it; in their order. */
  readonly routes: Map<string, BalancerMember[]>
  readonly events: EventEmitter<BalancerEvents>
  /** The members that the lbmethod may choose from, as of the last change of any state; see `candidates`. */
  readonly candidates: BalancerMember[]
  /** The member that the next request may test, as of then; null: none is due. */
  probe: BalancerMember | null
  /** From when on `candidates` must be collected anew, in epoch milliseconds. */
  recheckAt: number
  /** What the lbmethod has found out about `candidates`; null: nothing yet. */
  survey: unknown
  /** Whom elections by route are charged to; null: it has to be found anew. */
  charged: Charged | null
  /** How many candidates compare, until then; null: nobody knows or they are few. */
  ranking: Ranking | null
  /** Elections since then that took a look at each candidate. */
  looks: number
  /** The requests in flight on all members. */
  busy: number
  /** The reasons of its last elections. */
  readonly recent: RecentElections
  /** How many repeats requests may cost just now. */
  readonly retries: RetryBudget
}

/** Makes the next election collect its candidates anew: some state, set or member changed. */
export function touch (balancer: Balancer): void {
  settle(balancer)
  balancer.recheckAt = -Infinity
  balancer.charged = null
}

/** Tries after the first that a request gets: `maxattempts`, or one for every other member. */
export function maxAttempts (balancer: Balancer): number {
  return balancer.maxattempts ?? Math.max(balancer.members.length - 1, 0)
}

/** The member of that URL, in whatever spelling of scheme, host and default port. */
export function findMember (balancer: Balancer, url: string): BalancerMember | undefined {
  const identity = memberIdentity(url)
  return balancer.members.find(member => member.url === identity)
}

/** Brings `routes` up to date after a member got another route. */
export function indexRoutes (balancer: Balancer): void {
  balancer.routes.clear()
  for (const member of balancer.members) indexRoute(member)
}

function indexRoute (member: BalancerMember): void {
  const { route, balancer: { routes } } = member
  if (route === '') return
  const others = routes.get(route)
  if (others === undefined) routes.set(route, [member])
  else others.push(member)
}

/**
 * Adds a member behind those that are there.
 * @throws FST_BALANCER_BAD_PARAMETER
 * @throws FST_BALANCER_DUPLICATE
 */
export function join (balancer: Balancer, options: MemberOptions): BalancerMember {
  const member = createMember(balancer, options)
  if (findMember(balancer, member.url) !== undefined) throw new DuplicateError(`${balancer.url} member ${member.url}`)
  balancer.members.push(member)
  indexRoute(member)
  touch(balancer)
  return member
}

/** Takes a member out of its balancer. */
export function leave (member: BalancerMember): void {
  const { balancer } = member
  balancer.members.splice(balancer.members.indexOf(member), 1)
  indexRoutes(balancer)
  touch(balancer)
}
