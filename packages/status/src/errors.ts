import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** An option of a plugin of this package is of the wrong type or out of range. The message names it. */
export const BadOptionError: FastifyErrorConstructor<{ code: 'FST_BALANCER_STATUS_BAD_OPTION' }, [string]> =
  createError('FST_BALANCER_STATUS_BAD_OPTION', '%s', 500, TypeError)
