/** Calls back in so many milliseconds, not earlier. @returns calls it off */
export type After = (ms: number, then: () => void) => () => void

export const after: After = (ms, then) => {
  const timer = setTimeout(then, Math.ceil(ms))
  return () => clearTimeout(timer)
}

/** Shortest time between two rounds, in milliseconds. */
const shortest = 10

/**
 * Lets things go one after the other, evenly over a window of time: of `n` things never more than `n / window` in any
 * time. What a busy process is late with comes later, not in a burst.
 */
export class Drain<T> {
  readonly #after: After
  readonly #letGo: (thing: T) => void
  #waiting: Set<T> = new Set()
  #round = 0
  #perRound = 0
  /** What was left of a round's share, below 1. */
  #rest = 0
  #stop: (() => void) | null = null

  constructor (after: After, letGo: (thing: T) => void) {
    this.#after = after
    this.#letGo = letGo
  }

  /**
   * Says what is to go from now on. Those that were to go already keep their time, unless others come.
   * @param window milliseconds
   */
  set (things: readonly T[], window: number): void {
    const more = things.some(thing => !this.#waiting.has(thing))
    this.#waiting = new Set(things)
    if (things.length > 0 && !more) return
    this.#stop?.()
    if (things.length === 0) return
    const interval = window / things.length
    this.#round = Math.max(interval, shortest)
    this.#perRound = interval === 0 ? things.length : this.#round / interval
    this.#rest = 0
    this.#wait()
  }

  #wait (): void {
    this.#stop = this.#after(this.#round, () => {
      const share = this.#rest + this.#perRound
      this.#rest = share % 1
      let count = Math.floor(share)
      for (const thing of this.#waiting) {
        if (count-- === 0) break
        this.#waiting.delete(thing)
        this.#letGo(thing)
      }
      if (this.#waiting.size > 0) this.#wait()
    })
  }
}
