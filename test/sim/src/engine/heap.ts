/** Events in order of their time: a binary heap in two flat arrays, which allocates nothing once it has grown. */
export class EventHeap {
  /** How many events are to come. */
  length: number = 0
  readonly #times: number[] = []
  readonly #events: number[] = []

  /** When the next event is due; Infinity: there is none. */
  get nextAt (): number {
    return this.length === 0 ? Infinity : this.#times[0]!
  }

  push (time: number, event: number): void {
    const times = this.#times
    const events = this.#events
    let at = this.length++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (times[parent]! <= time) break
      times[at] = times[parent]!
      events[at] = events[parent]!
      at = parent
    }
    times[at] = time
    events[at] = event
  }

  /** Takes out the next event. There must be one. */
  pop (): number {
    const times = this.#times
    const events = this.#events
    const next = events[0]!
    const length = --this.length
    const time = times[length]!
    const event = events[length]!
    let at = 0
    for (let child = 1; child < length; child = 2 * at + 1) {
      if (child + 1 < length && times[child + 1]! < times[child]!) child++
      if (times[child]! >= time) break
      times[at] = times[child]!
      events[at] = events[child]!
      at = child
    }
    times[at] = time
    events[at] = event
    return next
  }
}
