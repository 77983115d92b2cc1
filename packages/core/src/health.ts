/** What checks find out about members, and what follows from it. */
import { touch } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import { escapesCheck, release } from './ejection.ts'
import type { BalancerMember } from './member.ts'
import { flag, isUsable } from './status.ts'

/** What is known of a member from checking it. Times are epoch milliseconds. */
export interface Health {
  /** Somebody checks the member: then its checks, and no request, find out whether it may come back from error; see `isLeftToCheck`. */
  watched: boolean
  /** Passes in a row, of the `hcpasses` that bring it back; 0 while it is neither failing its check nor in error. */
  passes: number
  /** Failures in a row, of the `hcfails` that take it out; 0 while it is out. */
  fails: number
  /** All checks so far that passed. */
  passed: number
  /** All checks so far that failed. */
  failed: number
  /** When the last check ended; 0: there was none. */
  checkedAt: number
  /** When a check passed last; 0: none did. */
  passedAt: number
  /** Why the last check failed, for people; empty: it did not. */
  cause: string
}

export function createHealth (): Health {
  return { watched: false, passes: 0, fails: 0, passed: 0, failed: 0, checkedAt: 0, passedAt: 0, cause: '' }
}

const out = flag.C | flag.E

/** Checks of the member begin: it does not come back from error by the `retry` of requests any more. */
export function watch ({ health }: BalancerMember): void {
  health.watched = true
}

/** Nobody checks the member any more, so nobody can say that it fails its check. */
export function unwatch (member: BalancerMember): void {
  const { health } = member
  health.watched = false
  health.passes = 0
  health.fails = 0
  member.flags &= ~flag.C
  touch(member.balancer)
}

/**
 * A check of the member passed. After `hcpasses` of them in a row it is neither failing its check nor in error any more,
 * whoever put it there, unless it was ejected for what these checks never see.
 */
export function checkPassed (member: BalancerMember, now: number): void {
  const { health, balancer } = member
  health.passed++
  health.checkedAt = now
  health.passedAt = now
  health.cause = ''
  health.fails = 0
  if ((member.flags & out) === 0 || escapesCheck(member)) return
  health.passes++
  if (health.passes < member.hcpasses) return
  const wasInError = (member.flags & flag.E) !== 0
  health.passes = 0
  member.flags &= ~out
  release(member, now)
  touch(balancer)
  if (wasInError) balancer.events.emit('recovered', member, 'check')
  balancer.events.emit('healthy', member)
}

/**
 * A check of the member failed. After `hcfails` of them in a row it is failing its check.
 * @param cause what happened, for people
 */
export function checkFailed (member: BalancerMember, now: number, cause: string): void {
  const { health, balancer } = member
  health.failed++
  health.checkedAt = now
  health.cause = cause
  health.passes = 0
  member.ejection.checkFailed = true
  if ((member.flags & out) !== 0) return
  health.fails++
  member.errorTime = now
  if (health.fails < member.hcfails) return
  health.fails = 0
  member.flags |= flag.C
  member.startedAt = 0
  touch(balancer)
  balancer.events.emit('unhealthy', member, cause)
}

/**
 * Whether no member but those that only fail their check is left for requests. A check that is wrong itself takes nobody
 * out: these members are candidates then. A member that somebody marked by hand, and that is not checked, stays out.
 */
export function panics ({ members }: Balancer): boolean {
  let failing = false
  for (const member of members) {
    if ((member.flags & flag.N) !== 0) continue
    if (isUsable(member.flags)) return false
    failing ||= onlyFailsItsCheck(member)
  }
  return failing
}

/** Usable but for its check. */
export function onlyFailsItsCheck ({ flags, health }: BalancerMember): boolean {
  return health.watched && (flags & flag.C) !== 0 && isUsable(flags & ~flag.C)
}
