import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option is missing, unknown or not what it must be. Thrown when the plugin is registered. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_BAD_OPTION', '%s', 500, TypeError)

/** No member of the balancer may serve the request: all are disabled, draining or in error, or there are none. */
export const NoMemberError: FastifyErrorConstructor<{ code: 'FST_BALANCER_NO_MEMBER' }, [string]> =
  createError('FST_BALANCER_NO_MEMBER', '%s has no member for this request', 503)

/** Every member that was tried could not be reached; the cause is the last one's. */
export const UnreachableError: FastifyErrorConstructor<{ code: 'FST_BALANCER_UNREACHABLE' }, [member: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_UNREACHABLE', '%s could not be reached', 503)

/** The member took the request and gave no usable answer. */
export const BadGatewayError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_GATEWAY' }, [member: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_BAD_GATEWAY', '%s gave no answer', 502)

/** The member took the request and stayed silent for its `timeout`. */
export const GatewayTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_GATEWAY_TIMEOUT' }, [member: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_GATEWAY_TIMEOUT', '%s did not answer in time', 504)

/** The path holds a bad escape or leads above the root. */
export const BadPathError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_PATH' }> =
  createError('FST_BALANCER_BAD_PATH', 'The path is not valid', 400)

/** Max-Forwards is 0 or no number: the request may go no further (RFC 9110 §7.6.2). */
export const MaxForwardsError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MAX_FORWARDS' }> =
  createError('FST_BALANCER_MAX_FORWARDS', 'Max-Forwards does not let this request go further', 400)

/** TRACE with a body (RFC 9110 §9.3.8). */
export const TraceBodyError: FastifyErrorConstructor<{ code: 'FST_BALANCER_TRACE_BODY' }> =
  createError('FST_BALANCER_TRACE_BODY', 'TRACE takes no body', 413)

/** A member's answer that the app's own page stands in for; `statusCode` is the answer's (ProxyErrorOverride). */
export const ErrorOverrideError: FastifyErrorConstructor<{ code: 'FST_BALANCER_ERROR_OVERRIDE' }, [member: string, status: number]> =
  createError('FST_BALANCER_ERROR_OVERRIDE', '%s answered %d', 500)

/** `reply.balance` was asked to forward a body that a parser turned into something it can't turn back. */
export const BodyConsumedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BODY_CONSUMED' }, [string]> =
  createError('FST_BALANCER_BODY_CONSUMED', 'A parsed body of type %s cannot be forwarded', 500)
