import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** What led to the error, kept as its `cause`. */
type Cause = { readonly cause: Error }

/** The member could not be reached: refused, unreachable, unknown name. The cause has the system's code. */
export const ConnectError: FastifyErrorConstructor<{ code: 'FST_BALANCER_CONNECT' }, [string, Cause]> =
  createError('FST_BALANCER_CONNECT', 'Could not connect to %s', 503)

/** The member accepted the connection, and TLS with it failed: its certificate is not what it must be, or it would not have ours. The text says why. */
export const HandshakeError: FastifyErrorConstructor<{ code: 'FST_BALANCER_HANDSHAKE' }, [string, string]> =
  createError('FST_BALANCER_HANDSHAKE', 'The TLS handshake with %s failed: %s', 503)

/** The member did not accept the connection within `connectiontimeout`. */
export const ConnectTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_CONNECT_TIMEOUT' }, [string]> =
  createError('FST_BALANCER_CONNECT_TIMEOUT', '%s did not accept the connection in time', 503)

/** No connection of the member became free within `acquire`: all `max` are in use. */
export const AcquireTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_ACQUIRE_TIMEOUT' }, [string]> =
  createError('FST_BALANCER_ACQUIRE_TIMEOUT', '%s had no free connection in time', 503)

/** The member did not say 100 Continue within `ping`; it has seen no body. */
export const ContinueTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_CONTINUE_TIMEOUT' }, [string]> =
  createError('FST_BALANCER_CONTINUE_TIMEOUT', '%s did not say 100 Continue in time', 503)

/** The member's connections are closed: it was removed, or the server stops. */
export const PoolClosedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_POOL_CLOSED' }, [string]> =
  createError('FST_BALANCER_POOL_CLOSED', 'The connections to %s are closed', 503)

/** The member stayed silent, or took no more of the body, for its `timeout`. */
export const SilenceError: FastifyErrorConstructor<{ code: 'FST_BALANCER_SILENCE' }, [string]> =
  createError('FST_BALANCER_SILENCE', '%s stayed silent for too long', 504)

/** The answer to a probe was not whole within `connectiontimeout` and `timeout` together. */
export const ProbeTimeoutError: FastifyErrorConstructor<{ code: 'FST_BALANCER_PROBE_TIMEOUT' }, [string]> =
  createError('FST_BALANCER_PROBE_TIMEOUT', 'The answer of %s took too long', 504)

/** The connection ended before the answer did. The cause has the system's code where there is one. */
export const ConnectionLostError: FastifyErrorConstructor<{ code: 'FST_BALANCER_CONNECTION_LOST' }, [string, Cause]> =
  createError('FST_BALANCER_CONNECTION_LOST', '%s closed the connection before the end of its answer', 502)

/** The answer is not HTTP/1.1 as RFC 9112 has it; the text says where. */
export const BadAnswerError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_ANSWER' }, [string, string]> =
  createError('FST_BALANCER_BAD_ANSWER', 'The answer of %s cannot be read: %s', 502)

/** The request's body broke off: its sender left or failed. No fault of the member's. */
export const BodyBrokenError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BODY_BROKEN' }, [Cause]> =
  createError('FST_BALANCER_BODY_BROKEN', 'The request body broke off', 400)

/** The request's body is longer or shorter than its Content-Length. No fault of the member's. */
export const BodyLengthError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BODY_LENGTH' }, [number]> =
  createError('FST_BALANCER_BODY_LENGTH', 'The request body does not have the %d bytes it announced', 500)
