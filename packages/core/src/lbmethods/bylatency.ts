import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/** How long a latency is remembered: after this time it weighs 1/e, in milliseconds. */
const memory = 10_000

/** What an error or a 429 counts as, in milliseconds: fast refusals must not attract requests (Linkerd's load biaser). */
const penalty = 5_000

/**
 * Draws two members and elects the one with the lower cost: Peak-EWMA of its latency, times the requests that would wait
 * there, for its factor. Two draws bring nearly all of what looking at every member would (Mitzenmacher, Richa, Sitaraman
 * 2001); Peak-EWMA (Finagle) counts a worse latency at once and in full, a better one bit by bit.
 */
export function createByLatency (random: () => number): LbMethod {
  return {
    name: 'bylatency',
    choose (candidates, { now }) {
      const { length } = candidates
      const one = Math.floor(random() * length)
      if (length === 1) return candidates[one]
      // Any but the first drawn, each as likely.
      const other = (one + 1 + Math.floor(random() * (length - 1))) % length
      return cost(candidates[other]!, now) < cost(candidates[one]!, now) ? candidates[other] : candidates[one]
    },
    observe (member, latency, status, now) {
      const failed = status === 0 || status === 429 || status >= 500
      remember(member, failed ? Math.max(latency, penalty) : latency, now)
    },
    reset (balancer) {
      for (const member of balancer.members) member.latency = 0
    }
  }
}

/** One millisecond more than observed: a member that nobody knows yet is attractive, but not for free. */
function cost (member: BalancerMember, now: number): number {
  return (latencyOf(member, now) + 1) * (member.busy + 1) / member.weight
}

/** The remembered latency fades, so that a member that was slow is tried again. */
function latencyOf (member: BalancerMember, now: number): number {
  return member.latency === 0 ? 0 : member.latency * fade(member, now)
}

function remember (member: BalancerMember, latency: number, now: number): void {
  const old = latencyOf(member, now)
  const kept = fade(member, now)
  member.latency = latency > old ? latency : member.latency * kept + latency * (1 - kept)
  member.latencyAt = now
}

function fade (member: BalancerMember, now: number): number {
  return Math.exp(-Math.max(now - member.latencyAt, 0) / memory)
}
