import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TooManyStreamsError } from '../errors.ts'
import type { Live } from './live.ts'

/** The page's events, for whoever may see the page. */
export function streamEvents (scope: FastifyInstance, base: string, live: Live): void {
  scope.get(`${base}/events`, { logLevel: 'warn' }, function sendEvents (request: FastifyRequest, reply: FastifyReply) {
    const stream = live.open(`${request.protocol}://${request.host}${request.routeOptions.url!.replace(/\/events$/, '')}`)
    if (stream === null) throw new TooManyStreamsError()
    // nginx in front would else hold the events back.
    reply.header('x-accel-buffering', 'no').type('text/event-stream').send(stream)
  })
}
