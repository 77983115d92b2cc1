import { reasons } from './election.ts'
import type { Reason } from './election.ts'

/** How many elections of a balancer are remembered. */
const remembered = 1_000

const numbers: Readonly<Record<Reason, number>> = Object.fromEntries(reasons.map((reason, i) => [reason, i])) as Record<Reason, number>

/** For which reasons a balancer's last thousand elections were made: a byte each. */
export class RecentElections {
  readonly #reasons = new Uint8Array(remembered)
  #count = 0

  add (reason: Reason): void {
    this.#reasons[this.#count++ % remembered] = numbers[reason]
  }

  /** How many of them each reason has. */
  count (): Record<Reason, number> {
    const counts: Record<Reason, number> = { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 }
    for (let i = 0; i < Math.min(this.#count, remembered); i++) counts[reasons[this.#reasons[i]!]!]++
    return counts
  }
}
