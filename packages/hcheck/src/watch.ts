/** Checks one member, again and again. */
import { checkFailed, checkPassed, flag, unwatch, watch } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { HealthLog } from './log.ts'

/** What the checks of all members have in common. */
export interface Surroundings {
  /** @returns why it failed; empty: it passed */
  readonly check: (member: BalancerMember, signal: AbortSignal) => Promise<string>
  /** Epoch milliseconds. */
  readonly now: () => number
  /** From 0 to 1. */
  readonly random: () => number
  readonly log: HealthLog
}

// With retry=0 each request would try.
const shortestRetry = 1_000

/**
 * One check at a time, the next `hcinterval` after the end of the last, give or take a twentieth, so that not all members
 * are asked at once. A member in error is asked when requests would have tried it again, if that is earlier.
 */
export class MemberWatch {
  readonly #member: BalancerMember
  readonly #surroundings: Surroundings
  #timer: NodeJS.Timeout | null = null
  #running: AbortController | null = null
  /** When the last check ended, or the watch began. */
  #since: number
  /** What a check asks, for seeing that it is another question now. */
  #question: string
  #next: number

  constructor (member: BalancerMember, surroundings: Surroundings) {
    this.#member = member
    this.#surroundings = surroundings
    this.#since = surroundings.now()
    this.#question = questionOf(member)
    // The first ones are spread over the whole interval.
    this.#next = surroundings.random()
    watch(member)
    this.#plan()
  }

  /** The member's parameters or state are not what they were. */
  refresh (): void {
    const question = questionOf(this.#member)
    if (question !== this.#question) {
      this.#question = question
      this.#next = 0
      this.#giveUp()
    }
    if (this.#running === null) this.#plan()
  }

  /** Ends at once; no result is told any more. */
  stop (): void {
    this.#giveUp()
    clearTimeout(this.#timer ?? undefined)
    unwatch(this.#member)
  }

  #giveUp (): void {
    this.#running?.abort(new Error('given up'))
    this.#running = null
  }

  #plan (): void {
    clearTimeout(this.#timer ?? undefined)
    if ((this.#member.flags & flag.S) !== 0) return
    const at = Math.min(this.#since + this.#member.hcinterval * this.#next, this.#retryAt())
    this.#timer = setTimeout(() => { this.#run() }, Math.max(at - this.#surroundings.now(), 0)).unref()
  }

  #retryAt (): number {
    const { flags, errorTime, retry } = this.#member
    return (flags & flag.E) === 0 ? Infinity : Math.max(errorTime + retry, this.#since + Math.max(retry, shortestRetry))
  }

  async #run (): Promise<void> {
    const { check, now, random, log } = this.#surroundings
    const member = this.#member
    const running = new AbortController()
    this.#running = running
    const cause = await check(member, running.signal)
    if (this.#running !== running) return
    this.#running = null
    this.#since = now()
    this.#next = 0.95 + random() / 10
    log.result(member, cause)
    if (cause === '') checkPassed(member, now())
    else checkFailed(member, now(), cause)
    this.#plan()
  }
}

function questionOf ({ hcmethod, hcuri, hcexpr }: BalancerMember): string {
  return `${hcmethod} ${hcuri} ${hcexpr}`
}
