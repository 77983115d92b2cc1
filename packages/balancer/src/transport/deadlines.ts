/** Something that may not last for ever. */
export interface Timed {
  /** When it is to end, by the clock of its `Deadlines`; Infinity: not yet known. Written by its owner as often as it likes. */
  deadline: number
  /** Its place; written by `Deadlines` alone. */
  slot: number
  readonly onDeadline: () => void
}

/** How often deadlines are looked at, in milliseconds: one is noticed up to this much late, never early. */
export const tick = 250

/**
 * Watches the deadlines of everything in flight with one timer, as a timer for each request costs more than all else that
 * happens to it. The timer runs while there is something to watch and keeps no process alive.
 */
export class Deadlines {
  /** Milliseconds from any beginning; never goes back. */
  readonly clock: () => number
  // Grows by doubling, never shrinks: a Set, or an array that shrinks, would keep dead young objects alive in old tables.
  #watched: Array<Timed | null> = new Array<Timed | null>(1_024).fill(null)
  #count = 0
  #timer: NodeJS.Timeout | null = null

  constructor (clock: () => number = () => performance.now()) {
    this.clock = clock
  }

  /** How many are watched. */
  get count (): number {
    return this.#count
  }

  add (timed: Timed): void {
    if (this.#count === this.#watched.length) this.#watched = this.#watched.concat(new Array<null>(this.#count).fill(null))
    timed.slot = this.#count
    this.#watched[this.#count++] = timed
    this.#timer ??= setInterval(() => this.check(), tick).unref()
  }

  /** Takes one out that was added; the last takes its place. */
  remove (timed: Timed): void {
    const last = this.#watched[--this.#count]!
    this.#watched[timed.slot] = last
    last.slot = timed.slot
    this.#watched[this.#count] = null
    if (this.#count > 0) return
    clearInterval(this.#timer!)
    this.#timer = null
  }

  /** Tells all whose deadline has passed, the earliest first. They may add and remove, themselves and others. */
  check (): void {
    const now = this.clock()
    let due: Timed[] | null = null
    for (let i = 0; i < this.#count; i++) {
      const timed = this.#watched[i]!
      if (timed.deadline > now) continue
      if (due === null) due = [timed]
      else due.push(timed)
    }
    for (const timed of due?.sort((a, b) => a.deadline - b.deadline) ?? []) {
      // One that was told before may have ended this one, or given it more time.
      if (this.#watched[timed.slot] !== timed || timed.deadline > now) continue
      timed.deadline = Infinity
      timed.onDeadline()
    }
  }
}
