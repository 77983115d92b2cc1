import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option of the manager is of the wrong type or out of range. The message names it. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_MANAGER_BAD_OPTION', '%s', 500, TypeError)

/** The manager's path was asked with a method that it does not have; the header Allow lists those it has. */
export const MethodNotAllowedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED' }, [string]> =
  createError('FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED', 'the balancer manager has no method %s', 405)

/** A page of another site asks for a change. */
export const ForeignOriginError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_FOREIGN_ORIGIN' }> =
  createError('FST_BALANCER_MANAGER_FOREIGN_ORIGIN', 'the request comes from a page of another site', 403)

/** A field of a request to the API is wrong. */
export const BadFieldError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_BAD_FIELD' }, [string]> =
  createError('FST_BALANCER_MANAGER_BAD_FIELD', '%s', 400)

/** The balancer has changed since the client looked: it said so in the body. */
export const MovedOnError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_MOVED_ON' }, [number]> =
  createError('FST_BALANCER_MANAGER_MOVED_ON', 'the balancer has changed meanwhile: its version is %s', 409)

/** The same, said by If-Match. */
export const PreconditionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_PRECONDITION' }, [number]> =
  createError('FST_BALANCER_MANAGER_PRECONDITION', 'the balancer has changed meanwhile: its ETag is "%s"', 412)

/** What the API is asked for is not there, or not any more. */
export const UnknownError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_UNKNOWN' }, [string]> =
  createError('FST_BALANCER_MANAGER_UNKNOWN', '%s', 404)

/** It cannot be done as things are. */
export const ConflictError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_CONFLICT' }, [string]> =
  createError('FST_BALANCER_MANAGER_CONFLICT', '%s', 409)

/** As many pages are open as are kept up to date at once. */
export const TooManyStreamsError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_TOO_MANY_STREAMS' }> =
  createError('FST_BALANCER_MANAGER_TOO_MANY_STREAMS', 'too many pages are open', 503)

/** The form names no balancer, or comes from another site. */
export const NoBalancerError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_NO_BALANCER' }> =
  createError('FST_BALANCER_MANAGER_NO_BALANCER', 'no such balancer, or the request comes from another site', 404)
