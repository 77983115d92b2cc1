import type { BalancerView } from '../page/view.ts'

/** The word for each member's state, by balancer and URL. */
export type States = Map<string, string>

/** So many are named. */
const named = 5

/**
 * What to say about members whose state changed since the last look; nothing at the first.
 * @param after is filled in
 */
export function movesOf (balancers: readonly BalancerView[], before: States, after: States): string[] {
  const moves: string[] = []
  for (const { balancer, looks } of balancers) {
    for (const { member, name, state } of looks) {
      const key = `${balancer.name} ${member.socketPath ?? ''} ${member.url}`
      after.set(key, state.word)
      const was = before.get(key)
      if (was !== undefined && was !== state.word) moves.push(`${name} in ${balancer.name}: ${was} to ${state.word}`)
    }
  }
  return moves.length > named ? [...moves.slice(0, named), `and ${moves.length - named} more`] : moves
}
