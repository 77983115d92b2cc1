import type { Balancer } from './balancer.ts'
import type { Order } from './lbmethods/lbmethod.ts'
import type { BalancerMember } from './member.ts'
import { isUsable } from './status.ts'
import { Tournament } from './tournament.ts'
import type { Group } from './tournament.ts'

/** Among fewer candidates a look at each is faster. */
export const fewest = 64

/** As it is where weights differ so much that fewer than this share one, on average. */
const company = 8

/** Ranking costs as much as some seventy elections that look at each: if states change more often than that, it does not pay. */
const patience = 64

/** The order of a balancer's candidates; null: a look at each is to be taken. To be asked at each election among these. */
export function rankingOf (balancer: Balancer): Ranking | null {
  const { candidates, lbmethod: { order }, ranking } = balancer
  if (ranking !== null || order === undefined || ++balancer.looks <= patience) return ranking
  const groups = group(candidates, order)
  if (groups.length * company > candidates.length) balancer.looks = -Infinity
  else balancer.ranking = new Ranking(groups, order)
  return balancer.ranking
}

function group (candidates: readonly BalancerMember[], { queue }: Order): Group[] {
  const groups = new Map<number, Group>()
  for (const [place, member] of candidates.entries()) {
    const perElection = queue === 'lbstatus' ? member.weight : 0
    const perRound = queue === 'lbstatus' && isUsable(member.flags) ? member.lbfactor : 0
    // Neither is above 10 000.
    const key = perElection * 10_001 + perRound
    const alike = groups.get(key)
    if (alike === undefined) groups.set(key, { perElection, perRound, contestants: [{ member, place }] })
    else alike.contestants.push({ member, place })
  }
  return [...groups.values()]
}

/** Something has changed that an lbmethod may go by. */
export function moved (member: BalancerMember): void {
  member.tournament?.update(member.seat)
}

/**
 * The candidates of a balancer in the order of its lbmethod, so that neither an election nor what happens to a member takes
 * a look at all of them. What is credited to everybody changes no order among members of equal weight: these have a
 * tournament of their own, and an election compares the winners. Credits are counted here, and written down at the end.
 */
export class Ranking {
  readonly #tournaments: readonly Tournament[]
  readonly #total: number
  #elections: number = 0

  constructor (groups: readonly Group[], order: Order) {
    this.#tournaments = groups.map(group => new Tournament(group, order))
    this.#total = this.#tournaments.reduce((sum, { contestants, perElection }) => sum + contestants.length * perElection, 0)
  }

  /**
   * Elects whom a look at each would.
   * @param rounds elections by route that are still to be credited
   */
  elect (rounds: number): BalancerMember {
    const elections = ++this.#elections
    let best: Tournament | undefined
    let least = Infinity
    let shortest = Infinity
    for (let i = 0; i < this.#tournaments.length; i++) {
      const tournament = this.#tournaments[i]!
      const { load, queue, perElection, perRound } = tournament
      if (load > least) continue
      const after = queue - perElection * elections - perRound * rounds
      if (best !== undefined && load === least && (after > shortest || (after === shortest && tournament.first.place > best.first.place))) continue
      best = tournament
      least = load
      shortest = after
    }
    const { member } = best!.first
    if (this.#total > 0) {
      member.credit -= this.#total
      moved(member)
    }
    return member
  }

  /** Writes down what was credited; from now on nobody is ranked. */
  end (): void {
    for (const { contestants, perElection } of this.#tournaments) {
      for (const { member } of contestants) {
        member.credit += perElection * this.#elections
        member.tournament = null
      }
    }
  }
}
