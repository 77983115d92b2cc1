import type { FastifyReply, FastifyRequest } from 'fastify'
import { ForeignOriginError } from '../errors.ts'

/**
 * For requests that change something: refuses those that a page of another site makes in the name of who is logged in, for
 * browsers send Basic credentials along by themselves. Together with a content type that is not a form's, which they ask
 * about first, that is what a nonce does for forms. Clients that are no browsers send neither field.
 */
export function refuseForeign ({ headers, hostname }: FastifyRequest, _reply: FastifyReply, next: (error?: Error) => void): void {
  const site = headers['sec-fetch-site']
  const { origin } = headers
  const foreign = (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && URL.parse(origin)?.hostname !== hostname.toLowerCase())
  next(foreign ? new ForeignOriginError() : undefined)
}
