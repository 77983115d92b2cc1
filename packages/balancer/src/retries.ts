import type { IncomingMessage } from 'node:http'
import { maxAttempts, spendRetry } from '@fastify-balancer/core'
import type { Balancer, BalancerMember } from '@fastify-balancer/core'
import { RequestBody } from './body.ts'
import { isIdempotent, isLost, isTimeout } from './failure.ts'

/** What a request does after an attempt that failed: ask the same member once more, or the next one, or nobody. */
export type Sequel = 'again' | 'next' | 'end'

/** RFC 9110 §9.2.2: once a member had it, only what may be done twice is sent twice, unless the operator says otherwise. */
export function mayRepeat ({ nonidempotent }: Balancer, raw: IncomingMessage, body: RequestBody | Buffer | null): boolean {
  return (nonidempotent || isIdempotent(raw)) && !(body instanceof RequestBody && !body.replayable)
}

/** Decides how a request goes on whose attempts fail. Made for those only. */
export class Retries {
  readonly #balancer: Balancer
  readonly #raw: IncomingMessage
  readonly #body: RequestBody | Buffer | null
  #repeated = false
  #timedOut = false
  /** Members that were left behind for the next one. */
  attempts = 0
  /** The balancer's budget was used up when the request wanted to go on. */
  denied = false

  constructor (balancer: Balancer, raw: IncomingMessage, body: RequestBody | Buffer | null) {
    this.#balancer = balancer
    this.#raw = raw
    this.#body = body
  }

  /** No byte of the request was accepted: that gives nobody more to do. Only where everybody fails is it part of a storm. */
  afterRefusal (now: number): Sequel {
    return this.#next(now, !this.#balancer.members.every(isFailing))
  }

  /** A member had the request, or a part of it. */
  afterFailure (error: Error, now: number): Sequel {
    if (!mayRepeat(this.#balancer, this.#raw, this.#body)) return 'end'
    if (isTimeout(error)) {
      // The member may be at it still: `nonidempotent` is for those that died. And waiting is not to be multiplied.
      if (this.#timedOut || !isIdempotent(this.#raw)) return 'end'
      this.#timedOut = true
    } else if (!this.#repeated && isLost(error)) {
      // Most often an idle connection that the backend closed just then: the same member, over a new one.
      this.#repeated = true
      return this.#granted(now) ? 'again' : 'end'
    }
    return this.#next(now, false)
  }

  /** A member that the request tests answered badly. No more than one request at a time does that. */
  afterTest (now: number): Sequel {
    return mayRepeat(this.#balancer, this.#raw, this.#body) ? this.#next(now, true) : 'end'
  }

  #next (now: number, free: boolean): Sequel {
    if (this.attempts >= maxAttempts(this.#balancer) || !(free || this.#granted(now))) return 'end'
    this.attempts++
    return 'next'
  }

  #granted (now: number): boolean {
    const granted = spendRetry(this.#balancer, now)
    this.denied = !granted
    return granted
  }
}

/** It failed and has not been reached since, even if it is looked at again. */
function isFailing ({ errorTime }: BalancerMember): boolean {
  return errorTime !== 0
}
