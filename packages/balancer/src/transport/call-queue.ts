import type { Call } from './call.ts'
import type { Deadlines } from './deadlines.ts'
import { AcquireTimeoutError } from './errors.ts'

/** Calls that wait for a connection of one member: first come first served, and no longer than `acquire`. */
export class CallQueue {
  readonly #name: string
  readonly #acquire: number
  readonly #deadlines: Deadlines
  readonly #calls: Call[] = []

  /**
   * @param name the member, for people
   * @param acquire milliseconds; 0: for ever
   */
  constructor (name: string, acquire: number, deadlines: Deadlines) {
    this.#name = name
    this.#acquire = acquire
    this.#deadlines = deadlines
  }

  get length (): number {
    return this.#calls.length
  }

  add (call: Call): void {
    if (this.#acquire > 0) call.deadline = this.#deadlines.clock() + this.#acquire
    this.#calls.push(call)
    this.#deadlines.add(call)
  }

  /** For a call that had its turn already. */
  addFirst (call: Call): void {
    this.#calls.unshift(call)
    this.#deadlines.add(call)
  }

  /** Whose turn it is; undefined: nobody waits. */
  next (): Call | undefined {
    const call = this.#calls.shift()
    if (call !== undefined) this.#deadlines.remove(call)
    return call
  }

  leave (call: Call): void {
    const place = this.#calls.indexOf(call)
    if (place === -1) return
    this.#calls.splice(place, 1)
    this.#deadlines.remove(call)
  }

  /** The call has waited for too long: FST_BALANCER_ACQUIRE_TIMEOUT. */
  expire (call: Call): void {
    this.leave(call)
    call.refuse(new AcquireTimeoutError(this.#name))
  }
}
