import { touch } from './balancer.ts'
import { isHeld, isLeftToCheck } from './ejection.ts'
import type { Election } from './election.ts'
import type { BalancerMember } from './member.ts'
import { flag, isUsable } from './status.ts'

/** Whether the member waits for a request that tests it: its time is over, and nothing else keeps it out. */
export function isDue (member: BalancerMember, now: number): boolean {
  const { flags, ejection } = member
  return (flags & flag.E) !== 0 && isHeld(member) && !isLeftToCheck(member) && now >= ejection.until && ejection.probe === null && isUsable(flags & ~flag.E)
}

/**
 * Lets a request through to a member that is due, as the only one until it is answered. It has to be one that can be sent
 * to another member if this one fails it; others may test the member only when nobody did for another `ejecttime`.
 * @param needed there is no other member for the request
 * @param now epoch milliseconds
 * @returns whether the member is this request's
 */
export function beginProbe (member: BalancerMember, election: Election, now: number, needed: boolean): boolean {
  if (!isDue(member, now) || election.tried !== null) return false
  const { balancer, ejection } = member
  if (!needed && !election.repeatable && now < ejection.until + balancer.ejecttime) return false
  ejection.probe = election
  touch(balancer)
  return true
}

/** Whether the request tests the member that was elected for it. */
export function isProbe (election: Election): boolean {
  return election.member !== null && election.member.ejection.probe === election
}

/** A request that tests a member ends before that is decided: another may test it. */
export function endProbe (election: Election): void {
  if (!isProbe(election)) return
  const { balancer, ejection } = election.member!
  ejection.probe = null
  touch(balancer)
}
