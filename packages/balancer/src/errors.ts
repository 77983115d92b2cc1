import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option is missing, unknown or not what it must be. Thrown when the plugin is registered. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_BAD_OPTION', '%s', 500, TypeError)

/** No member of the balancer may serve the request: all are disabled, draining or in error, or there are none. */
export const NoMemberError: FastifyErrorConstructor<{ code: 'FST_BALANCER_NO_MEMBER' }, [reason: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_NO_MEMBER', 'There is no member for this request%s', 503)

/** Every member that was tried could not be reached; the cause is the last one's. */
export const UnreachableError: FastifyErrorConstructor<{ code: 'FST_BALANCER_UNREACHABLE' }, [reason: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_UNREACHABLE', 'No member could be reached%s', 503)

/** The member took the request and gave no usable answer. */
export const BadGatewayError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_GATEWAY' }, [reason: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_BAD_GATEWAY', 'The member gave no valid answer%s', 502)

/** The member took the request and stayed silent for its `timeout`. */
export const GatewayTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_GATEWAY_TIMEOUT' }, [reason: string, options?: ErrorOptions]> =
  createError('FST_BALANCER_GATEWAY_TIMEOUT', 'The member did not answer in time%s', 504)

/** The path holds a bad escape or leads above the root. */
export const BadPathError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_PATH' }> =
  createError('FST_BALANCER_BAD_PATH', 'The path is not valid', 400)

/** The request can be read in more than one way, or is not as RFC 9112 wants it; the text says where. */
export const BadRequestError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_REQUEST' }, [string]> =
  createError('FST_BALANCER_BAD_REQUEST', 'The request is not valid: %s', 400)

/** The request has more header fields than the server reads. */
export const TooManyFieldsError: FastifyErrorConstructor<{ code: 'FST_BALANCER_TOO_MANY_FIELDS' }> =
  createError('FST_BALANCER_TOO_MANY_FIELDS', 'The request has too many header fields', 431)

/** The body has a Transfer-Encoding other than chunked (RFC 9112 §6.1). */
export const UnknownCodingError: FastifyErrorConstructor<{ code: 'FST_BALANCER_UNKNOWN_CODING' }> =
  createError('FST_BALANCER_UNKNOWN_CODING', 'Of transfer codings only chunked is known', 501)

/** Max-Forwards is 0 or no number: the request may go no further (RFC 9110 §7.6.2). */
export const MaxForwardsError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MAX_FORWARDS' }> =
  createError('FST_BALANCER_MAX_FORWARDS', 'Max-Forwards does not let this request go further', 400)

/** TRACE with a body (RFC 9110 §9.3.8). */
export const TraceBodyError: FastifyErrorConstructor<{ code: 'FST_BALANCER_TRACE_BODY' }> =
  createError('FST_BALANCER_TRACE_BODY', 'TRACE takes no body', 413)

/** A member's answer that the app's own page stands in for; `statusCode` is the answer's (ProxyErrorOverride). Clients are not told which member's. */
export const ErrorOverrideError: FastifyErrorConstructor<{ code: 'FST_BALANCER_ERROR_OVERRIDE' }, [status: number]> =
  createError('FST_BALANCER_ERROR_OVERRIDE', 'A member answered %d', 500)

/** `reply.balance` was asked to forward a body that a parser turned into something it can't turn back. */
export const BodyConsumedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BODY_CONSUMED' }, [string]> =
  createError('FST_BALANCER_BODY_CONSUMED', 'A parsed body of type %s cannot be forwarded', 500)

/** A guarded scope does not let in the client, and no login would help. */
export const ForbiddenError: FastifyErrorConstructor<{ code: 'FST_BALANCER_FORBIDDEN' }, [client: string]> =
  createError('FST_BALANCER_FORBIDDEN', 'This is not open to %s', 403)

/** A guarded scope asks for a login: there was none, the name is unknown, the password wrong, or the user is not one of those who get in. */
export const UnauthorizedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_UNAUTHORIZED' }> =
  createError('FST_BALANCER_UNAUTHORIZED', 'Unknown user or wrong password', 401)

/** Too many logins have failed from this address, or by this name; Retry-After tells when the next one is looked at. */
export const TooManyLoginsError: FastifyErrorConstructor<{ code: 'FST_BALANCER_TOO_MANY_LOGINS' }> =
  createError('FST_BALANCER_TOO_MANY_LOGINS', 'Too many logins have failed', 429)

/** The user may look, and change nothing. */
export const ReadOnlyError: FastifyErrorConstructor<{ code: 'FST_BALANCER_READ_ONLY' }> =
  createError('FST_BALANCER_READ_ONLY', 'You may look, and change nothing', 403)
