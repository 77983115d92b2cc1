import createError from '@fastify/error'
import type { FastifyErrorConstructor } from '@fastify/error'

/** A parameter out of range, of the wrong type or unknown. The message names balancer, member and parameter. */
export const BadParameterError: FastifyErrorConstructor<{ code: 'FST_BALANCER_BAD_PARAMETER' }, [string]> =
  createError('FST_BALANCER_BAD_PARAMETER', '%s', 500, TypeError)

/** A balancer or member is asked for that does not exist. */
export const NotFoundError: FastifyErrorConstructor<{ code: 'FST_BALANCER_NOT_FOUND' }, [string]> =
  createError('FST_BALANCER_NOT_FOUND', '%s', 404)

/** A balancer or member is defined twice. httpd shares the first one and drops the second's parameters (AH01145). */
export const DuplicateError: FastifyErrorConstructor<{ code: 'FST_BALANCER_DUPLICATE' }, [string]> =
  createError('FST_BALANCER_DUPLICATE', '%s is already defined', 409)

/** A member was to be added at run time, but `growth` leaves no free slot (AH10163). */
export const NoFreeSlotError: FastifyErrorConstructor<{ code: 'FST_BALANCER_NO_FREE_SLOT' }, [string]> =
  createError('FST_BALANCER_NO_FREE_SLOT', '%s has no free slot for another member: raise growth', 409)
