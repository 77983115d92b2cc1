import type { Balancer } from '../balancer.ts'
import { heartbeatLostAfter } from '../heartbeats.ts'
import type { Heartbeats, ServerHeartbeat } from '../heartbeats.ts'
import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Draws a member by how many more requests its server said it would serve (mod_lbmethod_heartbeat); one that says none, or
 * was not heard for ten seconds, is bad. httpd's draw gives the last member one chance too many, even when it has none; here
 * each has exactly its own.
 */
export function createHeartbeat (heartbeats: Heartbeats, random: () => number): LbMethod {
  return {
    name: 'heartbeat',
    electableUntil (member) {
      const heartbeat = heartbeats.find(member)
      return heartbeat === undefined || chances(heartbeat) === 0 ? -Infinity : heartbeat.at + heartbeatLostAfter
    },
    choose (candidates) {
      const { balancer } = candidates[0]!
      const sums = candidates === balancer.candidates ? kept(balancer) : sumUp(candidates)
      const draw = Math.floor(random() * sums.at(-1)!)
      let from = 0
      let to = sums.length - 1
      while (from < to) {
        const middle = (from + to) >>> 1
        if (sums[middle]! <= draw) from = middle + 1
        else to = middle
      }
      return candidates[from]
    }
  }

  /** Heartbeats make a balancer collect its candidates anew, so what is known of those does not change between. */
  function kept (balancer: Balancer): Sums {
    balancer.survey ??= sumUp(balancer.candidates)
    return balancer.survey as Sums
  }

  function sumUp (candidates: readonly BalancerMember[]): Sums {
    let sum = 0
    return candidates.map(member => (sum += chances(heartbeats.find(member)!)))
  }
}

/** Of each candidate the chances of it and all before it. */
type Sums = readonly number[]

/** A server that is idle may have just started, and gets a quarter of its requests until it serves some. */
function chances ({ ready, busy }: ServerHeartbeat): number {
  return busy === 0 ? Math.floor(ready / 4) : ready
}
