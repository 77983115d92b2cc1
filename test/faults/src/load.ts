import { dice } from '@fastify-balancer/core'
import { Agent } from 'node:http'
import { ask } from './request.ts'
import type { Kind, Outcome } from './request.ts'

/** In such proportions, more or less, a shop is asked; the last takes the rest. */
const kinds: ReadonlyArray<readonly [kind: Kind, share: number]> = [
  [{ method: 'GET', key: false, sticky: false, idempotent: true }, 0.45],
  [{ method: 'GET', key: false, sticky: true, idempotent: true }, 0.2],
  [{ method: 'PUT', key: false, sticky: false, idempotent: true }, 0.1],
  [{ method: 'POST', key: true, sticky: true, idempotent: true }, 0.1],
  [{ method: 'POST', key: false, sticky: false, idempotent: false }, 0.1],
  [{ method: 'POST', key: false, sticky: true, idempotent: false }, 1]
]

/** How many clients keep a session. */
const sessions = 10

/** Requests at even distances, whatever becomes of those before, drawn by seed: so many per second. */
export class Load {
  readonly outcomes: Outcome[] = []
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 40 })
  readonly #cookies: string[] = Array<string>(sessions).fill('')
  readonly #random: () => number
  readonly #port: number
  readonly #rate: number
  #timer: NodeJS.Timeout | undefined
  readonly #inFlight = new Set<Promise<unknown>>()

  constructor (port: number, rate: number, seed: number) {
    this.#port = port
    this.#random = dice(seed)
    this.#rate = rate
  }

  start (): void {
    this.#timer = setInterval(() => this.#ask(), 1_000 / this.#rate)
  }

  /** Resolves when the last request has its answer. */
  async end (): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#inFlight)
    this.#agent.destroy()
  }

  #ask (): void {
    const kind = this.#draw()
    const client = Math.floor(this.#random() * sessions)
    const asked = ask(this.#port, this.#agent, kind, kind.sticky ? this.#cookies[client]! : '').then(outcome => {
      this.outcomes.push(outcome)
      if (kind.sticky) this.#cookies[client] = outcome.cookie
      this.#inFlight.delete(asked)
    })
    this.#inFlight.add(asked)
  }

  #draw (): Kind {
    let lot = this.#random()
    return kinds.find(([, share]) => (lot -= share) < 0)![0]
  }
}
