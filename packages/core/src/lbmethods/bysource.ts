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
  choose (candidates, { source }) {
    let busy = 1
    let weight = 0
    let heaviest = 0
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      busy += member.busy
      weight += member.weight
      if (member.weight > heaviest) heaviest = member.weight
    }
    const bound = candidates[0]!.balancer.loadbound * busy
    let best: BalancerMember | undefined
    let highest = 0
    // A draw up to this cannot win, whatever the member's weight: spares the logarithm for nearly all members.
    let least = -1
    for (let i = 0; i < candidates.length; i++) {
      const member = candidates[i]!
      const draw = combine(source, member.hash)
      if (draw <= least || member.busy >= Math.ceil(bound * member.weight / weight)) continue
      const score = member.weight / -Math.log((draw + 0.5) / 0x1_0000_0000)
      if (score > highest) {
        highest = score
        least = Math.floor(Math.exp(-heaviest / highest) * 0x1_0000_0000 - 0.5) - 1
        best = member
      }
    }
    return best
  }
}
