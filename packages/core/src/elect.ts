import type { Balancer } from './balancer.ts'
import { candidates, candidatesExcept } from './candidates.ts'
import { charge, settle } from './charge.ts'
import type { Election, Reason } from './election.ts'
import type { BalancerMember } from './member.ts'
import { onlyFailsItsCheck, panics } from './health.ts'
import { AH01161, AH01162, AH01167, AH10122, AH10123 } from './messages.ts'
import { beginProbe } from './probe.ts'
import { fewest, rankingOf } from './ranking.ts'
import { forceRecovery, tryRecover } from './recover.ts'
import { flag, isUsable } from './status.ts'

/**
 * Elects the member for a request: the one its route names, else the one that lbmethod chooses. Fills in the election's
 * member, reason and routeChanged. Synchronous, so that no other request comes between the choice and `begin`.
 * @param now epoch milliseconds
 * @returns the member, or null when none is electable
 */
export function elect (balancer: Balancer, election: Election, now: number): BalancerMember | null {
  election.now = now
  forceRecovery(balancer, now, election.log)
  const { route } = election
  let known = false
  if (route !== null && route !== '') {
    const member = findByRoute(balancer, route, election, now, 1)
    if (member !== null) {
      charge(balancer, member)
      const redirected = member.route !== route
      election.log?.(redirected ? AH01162 : AH01161, route, member.route, member.url)
      return answer(election, member, redirected ? 'redirect' : 'route', redirected)
    }
    known = balancer.routes.has(route)
    if (known && balancer.nofailover) {
      election.log?.(AH01167, balancer.url, route)
      return nobody(election)
    }
  }
  const { learned, tried } = election
  if (!known && learned !== null && !learned.removed) {
    if (isServing(learned, now, election) && !tried?.includes(learned)) {
      charge(balancer, learned)
      return answer(election, learned, 'learned', false)
    }
    if (balancer.nofailover) {
      election.log?.(AH01167, balancer.url, learned.route)
      return nobody(election)
    }
  }
  const electable = tried === null
    ? candidates(balancer, now, election.log)
    : candidatesExcept(balancer, now, tried, election.log)
  const { probe } = balancer
  if (probe !== null && beginProbe(probe, election, now, electable.length === 0)) {
    return answer(election, probe, 'probe', balancer.stickysession !== null)
  }
  if (electable.length === 0) return nobody(election)
  election.log?.(AH10122, balancer.lbmethod.name, balancer.url)
  const { charged } = balancer
  const ranking = electable.length < fewest || tried !== null ? null : rankingOf(balancer)
  let member: BalancerMember | undefined
  if (ranking !== null) {
    member = ranking.elect(charged === null ? 0 : charged.rounds)
  } else {
    if (charged !== null) settle(balancer)
    member = balancer.lbmethod.choose(electable, election)
  }
  if (member === undefined) return nobody(election)
  election.log?.(AH10123, balancer.lbmethod.name, member.url, member.busy, member.lbstatus)
  const lost = known || learned !== null || tried !== null
  return answer(election, member, lost ? 'failover' : balancer.lbmethod.reason ?? 'lbmethod', balancer.stickysession !== null)
}

const none: readonly BalancerMember[] = []

/** The usable member of a route, or of the route that it redirects to; null: none. */
export function findByRoute (balancer: Balancer, route: string, election: Election, now: number, depth: number): BalancerMember | null {
  const members = balancer.routes.get(route) ?? none
  for (const standby of [false, true]) {
    for (const member of members) {
      if (((member.flags & flag.H) !== 0) !== standby) continue
      if (isServing(member, now, election) && !election.tried?.includes(member)) return member
      if (member.redirect !== '' && depth < balancer.members.length) {
        const other = findByRoute(balancer, member.redirect, election, now, depth + 1)
        if (other !== null) return other
      }
    }
  }
  return null
}

/** Usable, or what is left where nobody is, or the request is the one that tests it. */
function isServing (member: BalancerMember, now: number, election: Election): boolean {
  return isUsable(member.flags) || tryRecover(member, now, election.log) || (onlyFailsItsCheck(member) && panics(member.balancer)) ||
    beginProbe(member, election, now, member.balancer.nofailover)
}

function answer (election: Election, member: BalancerMember, reason: Reason, routeChanged: boolean): BalancerMember {
  election.member = member
  election.reason = reason
  election.routeChanged = routeChanged
  return member
}

/** After failed attempts the last one's member stays, for the log. */
function nobody (election: Election): null {
  if (election.tried === null) election.member = null
  election.reason = null
  election.routeChanged = false
  return null
}
