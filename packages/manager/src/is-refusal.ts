import { BadParameterError, DuplicateError, NoFreeSlotError, NotFoundError } from '@fastify-balancer/core'
import type { FastifyError } from 'fastify'

/** Whether something cannot be done for a reason that the operator can do something about. */
export function isRefusal (error: unknown): error is FastifyError {
  return [BadParameterError, DuplicateError, NoFreeSlotError, NotFoundError].some(kind => error instanceof kind)
}
