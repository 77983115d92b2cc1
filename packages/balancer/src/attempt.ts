/** Tells of every attempt to have a request answered by a member, where somebody listens: for traces. */
import { channel } from 'node:diagnostics_channel'
import type { Balancer, BalancerMember, Reason } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import { setField } from './fields.ts'

const starts = channel('fastify-balancer:attempt:start')
const ends = channel('fastify-balancer:attempt:end')

/** The message of both channels; the same object at the start and at the end of an attempt. */
export class Attempt {
  readonly request: FastifyRequest
  readonly balancer: Balancer
  readonly member: BalancerMember
  /** Why the member was elected. */
  readonly reason: Reason
  /** 1 for the request's first. */
  readonly number: number
  /** The answer's; null: there is none, or not yet. */
  status: number | null = null
  /** Why there is no answer; null: there is one, or not yet, or the client left. */
  error: Error | null = null
  readonly #headers: string[]

  constructor (request: FastifyRequest, member: BalancerMember, reason: Reason, number: number, headers: string[]) {
    this.request = request
    this.balancer = member.balancer
    this.member = member
    this.reason = reason
    this.number = number
    this.#headers = headers
  }

  /** Sets a header of what is sent to the member, such as `traceparent`. Of effect at the start. */
  setHeader (name: string, value: string): void {
    setField(this.#headers, name, value)
  }
}

/**
 * An attempt starts.
 * @param headers of the request to the member: names and values in turn
 * @returns null: nobody listens
 */
export function startAttempt (request: FastifyRequest, member: BalancerMember, reason: Reason, number: number, headers: string[]): Attempt | null {
  if (!starts.hasSubscribers && !ends.hasSubscribers) return null
  const attempt = new Attempt(request, member, reason, number, headers)
  starts.publish(attempt)
  return attempt
}

/** Its outcome is known: the head of an answer, a failure, or neither, as the client left. */
export function endAttempt (attempt: Attempt, status: number | null, error: Error | null): void {
  attempt.status = status
  attempt.error = error
  ends.publish(attempt)
}
