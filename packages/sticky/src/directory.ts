import type { BalancerMember, SessionAges, SessionDirectory, Sessions } from '@fastify-balancer/core'
import { sessionKey } from './session-key.ts'
import { keyOfValue } from './wanted-route.ts'

/**
 * Where pages look sessions up.
 * @param claimed those that name their member
 * @param learned those that their member issued
 */
export function createDirectory (claimed: Sessions, learned: Sessions): SessionDirectory {
  return {
    look (balancer, id, now) {
      if (balancer.learn !== '') return learned.look(sessionKey(balancer, balancer.learn, id), now)
      const key = balancer.stickysession === null ? null : keyOfValue(balancer, id)
      return key === null ? null : claimed.look(key, now)
    },
    ages (members, now) {
      const one = claimed.ages(members, now)
      const other = learned.ages(members, now)
      return new Map(members.map(member => [member, add(one, other, member)]))
    }
  }
}

function add (one: ReadonlyMap<BalancerMember, SessionAges>, other: ReadonlyMap<BalancerMember, SessionAges>, member: BalancerMember): SessionAges {
  const counts = other.get(member)!
  return one.get(member)!.map((count, i) => count + counts[i]!) as unknown as SessionAges
}
