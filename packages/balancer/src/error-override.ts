import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { ErrorOverrideError } from './errors.ts'

/** `ProxyErrorOverride`: of a member's answer, only its status, its reason and how to log in reach the client, with the app's own page. */
export function overrideError (reply: FastifyReply, statusCode: number, headers: IncomingHttpHeaders, body: Readable | Buffer): void {
  // Read to its end, or to the end of our own answer: then the connection serves others, or is closed.
  if (!Buffer.isBuffer(body)) body.on('error', () => {}).resume()
  const challenge = headers['www-authenticate']
  if (statusCode === 401 && challenge !== undefined) reply.header('www-authenticate', challenge)
  reply.send(Object.assign(new ErrorOverrideError(statusCode), { statusCode }))
}
