import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option of the manager is of the wrong type or out of range. The message names it. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_MANAGER_BAD_OPTION', '%s', 500, TypeError)

/** The manager's path was asked with a method that it does not have; the header Allow lists those it has. */
export const MethodNotAllowedError: FastifyErrorConstructor<{ code: 'FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED' }, [string]> =
  createError('FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED', 'the balancer manager has no method %s', 405)
