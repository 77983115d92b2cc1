import type { Order } from './lbmethods/lbmethod.ts'
import type { BalancerMember } from './member.ts'

export interface Contestant {
  readonly member: BalancerMember
  /** Among all candidates: the first of equals wins. */
  readonly place: number
}

/** Members that are always credited alike. */
export interface Group {
  /** What an election credits each of them. */
  readonly perElection: number
  /** What an election by route credits each of them. */
  readonly perRound: number
  /** In the order of their places. */
  readonly contestants: Contestant[]
}

/** The members of a group, and the first of them in the order of their lbmethod: one that changes plays its own matches again. */
export class Tournament {
  /** The first one's. */
  load: number = 0
  /** The first one's. */
  queue: number = 0
  readonly perElection: number
  readonly perRound: number
  readonly contestants: readonly Contestant[]
  readonly #order: Order
  readonly #loads: Float64Array
  readonly #queues: Float64Array
  /** By match, who won it. Match 1 is the final; match i is played by the winners of 2i and 2i + 1. */
  readonly #winners: Int32Array

  constructor ({ perElection, perRound, contestants }: Group, order: Order) {
    const { length } = contestants
    this.perElection = perElection
    this.perRound = perRound
    this.contestants = contestants
    this.#order = order
    this.#loads = new Float64Array(length)
    this.#queues = new Float64Array(length)
    this.#winners = new Int32Array(2 * length)
    for (const [seat, { member }] of contestants.entries()) {
      member.tournament = this
      member.seat = seat
      this.#winners[length + seat] = seat
      this.#look(seat)
    }
    for (let match = length - 1; match > 0; match--) this.#play(match)
    this.#announce()
  }

  get first (): Contestant {
    return this.contestants[this.#winners[1]!]!
  }

  /** The member in that seat may have changed. */
  update (seat: number): void {
    if (!this.#look(seat)) return
    for (let match = (this.contestants.length + seat) >>> 1; match > 0; match >>>= 1) this.#play(match)
    this.#announce()
  }

  /** @returns whether it is another than before */
  #look (seat: number): boolean {
    const { member } = this.contestants[seat]!
    const { load, queue } = this.#order
    return queue === 'lbstatus' ? this.#note(seat, load(member), -member.credit) : this.#note(seat, load(member), queue(member))
  }

  #note (seat: number, load: number, queue: number): boolean {
    if (load === this.#loads[seat] && queue === this.#queues[seat]) return false
    this.#loads[seat] = load
    this.#queues[seat] = queue
    return true
  }

  #play (match: number): void {
    const one = this.#winners[2 * match]!
    const other = this.#winners[2 * match + 1]!
    this.#winners[match] = this.#isBefore(other, one) ? other : one
  }

  #isBefore (seat: number, other: number): boolean {
    const load = this.#loads[seat]! - this.#loads[other]!
    if (load !== 0) return load < 0
    const queue = this.#queues[seat]! - this.#queues[other]!
    return queue === 0 ? seat < other : queue < 0
  }

  #announce (): void {
    const seat = this.#winners[1]!
    this.load = this.#loads[seat]!
    this.queue = this.#queues[seat]!
  }
}
