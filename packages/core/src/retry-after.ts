import type { Balancer } from './balancer.ts'
import { triedAgainAt } from './ejection.ts'
import { flag, isUsable } from './status.ts'

// Longer would keep clients away after an operator has helped.
const longest = 60

/**
 * When a request that found no member is worth another try: as soon as a failed member is looked at again.
 * @param now epoch milliseconds
 * @returns seconds, 1 to 60, for the Retry-After field (RFC 9110 §10.2.3)
 */
export function retryAfter (balancer: Balancer, now: number): number {
  const { members } = balancer
  let allFailed = members.length > 0
  let soonest = Infinity
  for (const member of members) {
    const { flags } = member
    // It is only busy.
    if (isUsable(flags)) return 1
    if ((flags & flag.E) === 0) allFailed = false
    else if ((flags & flag.S) === 0) soonest = Math.min(soonest, triedAgainAt(member) - now)
  }
  if (allFailed && balancer.forcerecovery) return 1
  return Math.max(1, Math.min(Math.ceil(soonest / 1000), longest))
}
