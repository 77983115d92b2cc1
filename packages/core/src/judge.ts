import type { Balancer } from './balancer.ts'
import { count, hold, isFailure } from './ejection.ts'
import type { Election } from './election.ts'
import type { BalancerMember } from './member.ts'
import type { Log } from './messages.ts'
import { takeBack } from './recover.ts'
import { flag, isUsable } from './status.ts'

/**
 * Draws from the outcome of an attempt what it says about the member: too many failures eject it, unless it ignores
 * errors, has left or too few others are left; one that a request tests comes back, or is ejected again.
 * @param status the answer's; 0: there was none
 * @param reason why there was none, for people
 * @param now epoch milliseconds
 * @returns whether the member has been ejected
 */
export function judge (election: Election, status: number, reason: string, now: number): boolean {
  const member = election.member!
  const { balancer, ejection } = member
  if (member.removed) return false
  const failed = isFailure(balancer, status)
  if (ejection.probe === election) {
    if (failed) eject(member, `its test failed: ${told(status, reason)}`, now)
    else takeBack(member, 'probe', now, election.log)
    return failed
  }
  if (balancer.ejectfails === 0 || (member.flags & flag.I) !== 0 || !isUsable(member.flags)) return false
  const evidence = count(member, failed, now)
  if (evidence === null || inRotation(balancer, member) < balancer.keepatleast) return false
  ejection.ejected = true
  member.flags |= flag.E
  member.startedAt = 0
  eject(member, `${evidence}: ${told(status, reason)}`, now)
  return true
}

function told (status: number, reason: string): string {
  return status === 0 ? reason : `status ${status}`
}

function eject (member: BalancerMember, cause: string, now: number): void {
  hold(member, now)
  member.statistics.ejected++
  member.balancer.events.emit('ejected', member, cause, member.ejection.until)
}

/**
 * Takes ejected members back, soonest due first, where fewer than `keepatleast` are left since others failed or were
 * taken out meanwhile.
 * @param now epoch milliseconds
 */
export function keepEnough (balancer: Balancer, now: number, log: Log | null): void {
  const ejected = balancer.members.filter(({ flags, ejection }) => ejection.ejected && isUsable(flags & ~flag.E) && !isDraining(flags))
  ejected.sort((a, b) => a.ejection.until - b.ejection.until)
  const missing = balancer.keepatleast - inRotation(balancer, null)
  for (const member of ejected.slice(0, Math.max(missing, 0))) takeBack(member, 'keepatleast', now, log)
}

/** How many members may get requests of whatever session, but for one. */
function inRotation ({ members }: Balancer, but: BalancerMember | null): number {
  let left = 0
  for (const member of members) {
    if (member !== but && isUsable(member.flags) && !isDraining(member.flags)) left++
  }
  return left
}

function isDraining (flags: number): boolean {
  return (flags & flag.N) !== 0
}
