import { touch } from './balancer.ts'
import { hold } from './ejection.ts'
import type { Reason } from './election.ts'
import type { BalancerMember } from './member.ts'
import { moved } from './ranking.ts'
import { flag } from './status.ts'

/** A request starts on its elected member. */
export function begin (member: BalancerMember, reason: Reason): void {
  member.elected++
  member.electedBy[reason]++
  member.busy++
  member.balancer.busy++
  moved(member)
  member.balancer.recent.add(reason)
}

/** The request that began on this member is over. To be called exactly once for each `begin`. */
export function finish (member: BalancerMember): void {
  member.busy--
  moved(member)
  if (!member.removed) member.balancer.busy--
}

/** A member leaves: what it is still busy with is not its balancer's any more. */
export function departed (member: BalancerMember): void {
  member.balancer.busy -= member.busy
  member.removed = true
}

/**
 * An attempt on the member is over, as far as its outcome goes.
 * @param latency milliseconds from sending the request to the head of the answer
 * @param status the answer's; 0: there was none
 */
export function answered ({ statistics }: BalancerMember, latency: number, status: number): void {
  statistics.answers[Math.floor(status / 100)]!++
  if (status !== 0) statistics.latency.add(latency)
}

/** The request whose attempt failed on this member is sent again, to it or to the next. */
export function retried ({ statistics }: BalancerMember): void {
  statistics.retried++
}

/** Counts bytes sent to the backend. */
export function transferred (member: BalancerMember, bytes: number): void {
  member.transferred += bytes
  moved(member)
}

/** Counts bytes read from the backend. */
export function read (member: BalancerMember, bytes: number): void {
  member.read += bytes
  moved(member)
}

/** The backend was reached: its failures are forgotten, and if it is in error the next look takes it back. */
export function reached (member: BalancerMember): void {
  if (member.errorTime !== 0) {
    member.errorTime = 0
    member.balancer.events.emit('reached', member)
  }
  member.retries = 0
  if ((member.flags & flag.E) !== 0) touch(member.balancer)
}

/**
 * Puts a member in error for its `retry` time, or where members are ejected for a growing one, unless it ignores errors or
 * has left.
 * @param now epoch milliseconds
 * @param cause what happened, for people
 * @returns whether the member is in error now
 */
export function fail (member: BalancerMember, now: number, cause: string): boolean {
  if (member.removed || (member.flags & flag.I) !== 0) return false
  if ((member.flags & flag.E) === 0) member.statistics.failed++
  member.flags |= flag.E
  member.errorTime = now
  member.startedAt = 0
  const { balancer, ejection } = member
  // What still comes from requests of before says nothing new.
  if (balancer.ejectfails > 0 && now >= ejection.until && ejection.probe === null) hold(member, now)
  touch(balancer)
  balancer.events.emit('failed', member, cause)
  return true
}

/** A session now lives on the member. */
export function sessionBegan (member: BalancerMember): void {
  member.sessions++
  moved(member)
}

/** A session left the member or expired. */
export function sessionEnded (member: BalancerMember): void {
  member.sessions--
  moved(member)
}
