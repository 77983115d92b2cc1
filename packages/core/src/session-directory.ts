import type { Balancer } from './balancer.ts'
import type { Balancers } from './balancers.ts'
import type { BalancerMember } from './member.ts'
import type { Session, SessionAges } from './sessions.ts'

/** Where sessions may be looked up; who keeps sessions to their members puts one into `balancers.sessions`. */
export interface SessionDirectory {
  /**
   * @param id as the client has it, with route or without
   * @param now epoch milliseconds
   * @returns null when nothing is known of it
   */
  readonly look: (balancer: Balancer, id: string, now: number) => Session | null
  /** When the sessions of each of these members were used last. Looks at every session. */
  readonly ages: (members: readonly BalancerMember[], now: number) => ReadonlyMap<BalancerMember, SessionAges>
}

/** What is known of a session, wherever it is remembered: the one that was used last, if several have that id; null: nothing. */
export function findSession ({ sessions }: Balancers, balancer: Balancer, id: string, now: number): Session | null {
  const found = [...sessions].map(directory => directory.look(balancer, id, now)).filter(session => session !== null)
  return found.sort((a, b) => b.usedAt - a.usedAt)[0] ?? null
}

/** When the sessions of a member were used last. Looks at every session there is. */
export function sessionAges ({ sessions }: Balancers, member: BalancerMember, now: number): SessionAges {
  const sum = [0, 0, 0, 0, 0]
  for (const directory of sessions) {
    directory.ages([member], now).get(member)!.forEach((count, i) => { sum[i]! += count })
  }
  return sum as unknown as SessionAges
}
