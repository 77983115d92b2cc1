import type { Balancer } from '../balancer.ts'
import { combine } from '../hash.ts'
import type { BalancerMember } from '../member.ts'
import type { LbMethod } from './lbmethod.ts'

/**
 * Affinity by client address: weighted rendezvous hashing (Thaler and Ravishankar 1998) with bounded loads (Mirrokni,
 * Thorup, Zadimoghaddam 2017). A client keeps its member; when members come or go, only the clients of those move; and no
 * member has more than `loadbound` times its share of the requests in flight: what is above goes to the client's next choice.
 */
export const bysource: LbMethod = {
  name: 'bysource',
  reason: 'source',
  needsSource: true,
  choose (candidates, election) {
    const { balancer } = candidates[0]!
    const source = election.source | 0
    const { hashes, weight, heaviest, others } = surveyOf(balancer, candidates)
    let busy = balancer.busy + 1
    for (let i = 0; i < others.length; i++) busy -= others[i]!.busy
    const bound = balancer.loadbound * busy
    let best: BalancerMember | undefined
    let cheapest = Infinity
    // A draw below this cannot win, whatever the member's weight: spares a look at nearly all members. (e^-x is above 1 - x.)
    let least = lowest
    for (let i = drawn(hashes, source, least, 0); i < hashes.length; i = drawn(hashes, source, least, i + 1)) {
      const member = candidates[i]!
      if (member.busy * weight >= bound * member.weight) continue
      const cost = -Math.log((combine(source, hashes[i]!) - lowest + 0.5) / draws) / member.weight
      if (cost < cheapest) {
        cheapest = cost
        least = (Math.floor(Math.max((1 - heaviest * cost) * draws - 0.5, 0)) + lowest) | 0
        best = member
      }
    }
    return best
  }
}

/** Draws are whole numbers of 32 bits, with a sign. */
const draws = 0x1_0000_0000
const lowest = -0x8000_0000

/** The first place from `i` on whose draw is not below `least`; a loop of its own, as nearly all of an election is spent here. */
function drawn (hashes: Int32Array, source: number, least: number, i: number): number {
  const { length } = hashes
  while (i < length && combine(source, hashes[i]!) < least) i++
  return i
}

/** What does not change while the candidates are the same. */
interface Survey {
  /** Side by side, as reading them from each member costs more than drawing with them. */
  readonly hashes: Int32Array
  readonly weight: number
  readonly heaviest: number
  /** The members that are no candidates: what they are busy with is no candidate's share. */
  readonly others: readonly BalancerMember[]
}

function surveyOf (balancer: Balancer, candidates: readonly BalancerMember[]): Survey {
  if (candidates !== balancer.candidates) return survey(balancer, candidates)
  balancer.survey ??= survey(balancer, candidates)
  return balancer.survey as Survey
}

function survey ({ members }: Balancer, candidates: readonly BalancerMember[]): Survey {
  const present = new Set(candidates)
  let weight = 0
  let heaviest = 0
  for (const member of candidates) {
    weight += member.weight
    heaviest = Math.max(heaviest, member.weight)
  }
  return {
    hashes: Int32Array.from(candidates, ({ hash }) => hash),
    weight,
    heaviest,
    others: members.filter(member => !present.has(member))
  }
}
