import { retryAfter } from '@fastify-balancer/core'
import type { Balancer, BalancerMember, Log } from '@fastify-balancer/core'
import type { FastifyReply } from 'fastify'
import { NoMemberError } from './errors.ts'
import type { BadGatewayError, GatewayTimeoutError, UnreachableError } from './errors.ts'
import { reasonOf } from './failure.ts'
import { AH00898 } from './messages.ts'

/** How a member failed a request. */
export interface Failure {
  readonly member: BalancerMember
  readonly Kind: typeof BadGatewayError | typeof GatewayTimeoutError | typeof UnreachableError
  readonly cause: Error
}

/**
 * Answers a request that no member answers. Why stands in the log, and in the answer only where operators want it.
 * @param failure the last member's; null: there was no member to ask
 * @param denied the balancer's budget of repeats was used up
 * @param showReason the answer tells who failed, and how
 */
export function sendFailure (reply: FastifyReply, balancer: Balancer, failure: Failure | null, denied: boolean, showReason: boolean, log: Log): void {
  const reason = failure === null ? 'no member' : reasonOf(failure.cause) + (denied ? ' (not repeated: retrybudget is used up)' : '')
  const told = showReason ? `: ${failure === null ? balancer.url : `${failure.member.url}: ${reason}`}` : ''
  const error = failure === null ? new NoMemberError(told) : new failure.Kind(told, { cause: failure.cause })
  log(AH00898, reason, reply.request.url)
  if (error.statusCode === 503) reply.header('retry-after', String(retryAfter(balancer, Date.now())))
  reply.send(error)
}
