import type { BalancerMember, LbMethod } from '@fastify-balancer/core'

/**
 * Draws some members and elects the least busy of them, the first drawn of equals. One draw is pure chance; two are the
 * power of two choices (Azar and others 1999; Mitzenmacher, Richa, Sitaraman 2001).
 */
export function createBestOf (draws: number, random: () => number): LbMethod {
  const drawn: number[] = []
  return {
    name: `bestof${draws}`,
    choose (candidates) {
      let best: BalancerMember | undefined
      drawn.length = 0
      while (drawn.length < Math.min(draws, candidates.length)) {
        const index = Math.floor(random() * candidates.length)
        if (drawn.includes(index)) continue
        drawn.push(index)
        const member = candidates[index]!
        if (best === undefined || member.busy < best.busy) best = member
      }
      return best
    }
  }
}
