import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option of the manager is of the wrong type or out of range. The message names it. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_MANAGER_BAD_OPTION', '%s', 500, TypeError)

/** The client's address is not among those of `requireIp`. */
export const ForbiddenError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_FORBIDDEN' }, [string]> =
  createError('FST_BALANCER_MANAGER_FORBIDDEN', 'the balancer manager is not open to %s', 403)

/** The name is not among `users`, or the password is not the user's. */
export const UnauthorizedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_UNAUTHORIZED' }> =
  createError('FST_BALANCER_MANAGER_UNAUTHORIZED', 'unknown user or wrong password', 401)

/** The manager's path was asked with a method that it does not have; the header Allow lists those it has. */
export const MethodNotAllowedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED' }, [string]> =
  createError('FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED', 'the balancer manager has no method %s', 405)
