import type { FastifyRequest } from 'fastify'
import { answered, judge } from '@fastify-balancer/core'
import type { BalancerMember, Election } from '@fastify-balancer/core'
import { endAttempt, startAttempt } from './attempt.ts'
import type { Attempt } from './attempt.ts'
import { isBusy, reasonOf } from './failure.ts'

/** Takes note of one request's attempts: how long members took, what came of it, and whether one is to be ejected for it. */
export class Tally {
  readonly #request: FastifyRequest
  readonly #election: Election
  #attempts = 0
  #startedAt = 0
  /** null: there is none under way, or nobody listens. */
  #told: Attempt | null = null

  constructor (request: FastifyRequest, election: Election) {
    this.#request = request
    this.#election = election
  }

  /**
   * An attempt starts.
   * @param headers of the request to the member; who listens may add to them
   */
  start (member: BalancerMember, headers: string[]): void {
    this.#startedAt = performance.now()
    this.#told = startAttempt(this.#request, member, this.#election.reason!, ++this.#attempts, headers)
  }

  /**
   * The member answered.
   * @param now epoch milliseconds
   * @returns whether it has been ejected for it
   */
  answered (member: BalancerMember, status: number, now: number): boolean {
    this.#count(member, status, now)
    this.#end(status, null)
    return judge(this.#election, status, '', now)
  }

  /**
   * The member gave no answer.
   * @param now epoch milliseconds
   * @returns whether it has been ejected for it
   */
  failed (member: BalancerMember, error: Error, now: number): boolean {
    this.#count(member, 0, now)
    this.#end(null, error)
    return !isBusy(error) && judge(this.#election, 0, reasonOf(error), now)
  }

  /** The client left, or has its answer. */
  close (): void {
    this.#end(null, null)
  }

  #count (member: BalancerMember, status: number, now: number): void {
    const latency = performance.now() - this.#startedAt
    answered(member, latency, status)
    member.balancer.lbmethod.observe?.(member, latency, status, now)
  }

  #end (status: number | null, error: Error | null): void {
    if (this.#told === null) return
    endAttempt(this.#told, status, error)
    this.#told = null
  }
}
