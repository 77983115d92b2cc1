import { touch } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import { isHeld, isLeftToCheck, release } from './ejection.ts'
import type { BalancerMember } from './member.ts'
import { AH00932, AH00933, AH01165, AH03305 } from './messages.ts'
import type { Log } from './messages.ts'
import { flag, isUsable } from './status.ts'

/** Why a member was taken back from error. */
export type Recovery = 'retry' | 'forced' | 'ignore errors' | 'check' | 'probe' | 'keepatleast'

/**
 * Takes a member back from error once its `retry` time has passed, or at once when it ignores errors. Nothing runs on a
 * timer: a member is looked at when a request considers it, as in httpd. One that is checked waits for its check instead.
 * Where members are ejected, a request has to test it first: see `probe`.
 * @returns whether the member is usable now
 */
export function tryRecover (member: BalancerMember, now: number, log: Log | null): boolean {
  if ((member.flags & flag.E) !== 0) {
    if ((member.flags & flag.S) !== 0) log?.(AH03305, member.url)
    else if ((member.flags & flag.I) !== 0) takeBack(member, 'ignore errors', now, log)
    else if (!isHeld(member) && !isLeftToCheck(member) && now > member.errorTime + member.retry) takeBack(member, 'retry', now, log)
    else log?.(AH00933, member.url)
  }
  return isUsable(member.flags)
}

/**
 * With `forcerecovery`, a balancer whose members are all in error takes all of them back, so that a small cluster is
 * tried before every `retry` has passed. One member that is not in error, even a disabled one, prevents it.
 */
export function forceRecovery (balancer: Balancer, now: number, log: Log | null): void {
  for (const member of balancer.members) {
    if ((member.flags & flag.E) === 0) return
    tryRecover(member, now, log)
    if ((member.flags & flag.E) === 0) return
  }
  if (!balancer.forcerecovery) return
  for (const member of balancer.members) {
    log?.(AH01165, balancer.url, member.url)
    takeBack(member, 'forced', now, log)
  }
}

/** @param now epoch milliseconds */
export function takeBack (member: BalancerMember, cause: Recovery, now: number, log: Log | null): void {
  member.flags &= ~flag.E
  member.retries++
  release(member, now)
  touch(member.balancer)
  log?.(AH00932, member.url)
  member.balancer.events.emit('recovered', member, cause)
}
