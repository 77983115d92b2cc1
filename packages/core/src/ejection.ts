import { touch } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import type { Election } from './election.ts'
import type { BalancerMember } from './member.ts'

/** Attempts that `ejectshare` needs at least: fewer say little. */
export const minimumVolume = 10

/** What is remembered of a member's failures while its balancer has `ejectfails`. Times are epoch milliseconds. */
export interface Ejection {
  /** Failures since the last good answer. */
  failures: number
  /** When the window of `ejectshare` began. */
  windowAt: number
  /** Attempts in the window, and those among them that failed. */
  attempts: number
  failed: number
  /** It is in error for its bad answers, not because it could not be reached. */
  ejected: boolean
  /** Until when it is left in peace; 0: it is in rotation, or waits for its `retry`. */
  until: number
  /** A check of it failed since: so a check that passes says something. */
  checkFailed: boolean
  /** How often it was taken out, as far as that is not forgotten. */
  count: number
  /** When it last came back. */
  returnedAt: number
  /** The request that tests it; null: none does. */
  probe: Election | null
}

export function createEjection (): Ejection {
  return { failures: 0, windowAt: 0, attempts: 0, failed: 0, ejected: false, until: 0, checkFailed: false, count: 0, returnedAt: 0, probe: null }
}

/** Whether an answer, or none (0), speaks against the member. */
export function isFailure ({ ejectonstatus }: Balancer, status: number): boolean {
  return status === 0 || ejectonstatus.includes(status)
}

/**
 * Counts an attempt on a member in rotation.
 * @returns what speaks for ejecting it, for people; null: nothing
 */
export function count ({ balancer, ejection }: BalancerMember, failed: boolean, now: number): string | null {
  const { ejectfails, ejectshare, ejectwindow } = balancer
  if (now - ejection.windowAt >= ejectwindow) {
    ejection.windowAt = now
    ejection.attempts = 0
    ejection.failed = 0
  }
  ejection.attempts++
  if (!failed) {
    ejection.failures = 0
    return null
  }
  ejection.failures++
  ejection.failed++
  if (ejection.failures >= ejectfails) return ejectfails === 1 ? 'a failure' : `${ejection.failures} failures one after the other`
  const { attempts } = ejection
  if (ejectshare === 0 || attempts < minimumVolume || ejection.failed * 100 < ejectshare * attempts) return null
  return `${ejection.failed} of ${attempts} requests failed`
}

/**
 * Decides how long a member in error is left in peace: twice as long as the last time, unless that is forgotten.
 * @param now epoch milliseconds
 */
export function hold ({ balancer, ejection }: BalancerMember, now: number): void {
  const { ejecttime, ejectmax } = balancer
  const forgotten = ejection.until > 0 ? 0 : Math.floor((now - ejection.returnedAt) / ejectmax)
  ejection.count = Math.max(ejection.count - forgotten, 0) + 1
  ejection.until = now + Math.min(ejecttime * 2 ** (ejection.count - 1), Math.max(ejectmax, ejecttime))
  ejection.checkFailed = false
  ejection.probe = null
  touch(balancer)
}

/** Whether a member in error comes back by a request that tests it, not by its `retry`. */
export function isHeld ({ balancer, ejection }: BalancerMember): boolean {
  return balancer.ejectfails > 0 && ejection.until > 0
}

/**
 * Whether checks alone bring a member back from error: they do where there are any that see what is wrong.
 */
export function isLeftToCheck (member: BalancerMember): boolean {
  return member.health.watched && !escapesCheck(member)
}

/** Whether it was ejected for answers that its checks find nothing wrong with. */
export function escapesCheck ({ ejection }: BalancerMember): boolean {
  return ejection.ejected && !ejection.checkFailed
}

/** When a member in error may be tried again, or tested, in epoch milliseconds. */
export function triedAgainAt ({ errorTime, retry, ejection: { until } }: Triable): number {
  return until > 0 ? until : errorTime + retry
}

/** A member, or a snapshot of it. */
interface Triable {
  readonly errorTime: number
  readonly retry: number
  readonly ejection: { readonly until: number }
}

/** The member is in rotation again: what it did before says nothing any more, but for how often it was taken out. */
export function release ({ ejection }: BalancerMember, now: number): void {
  ejection.ejected = false
  ejection.until = 0
  ejection.probe = null
  ejection.returnedAt = now
  ejection.failures = 0
  ejection.windowAt = 0
}
