/** Refuses requests that are larger than a server takes: `LimitRequestLine` and its like. */
import type { IncomingMessage } from 'node:http'
import { distrust, targetOf } from '@fastify-balancer/balancer'
import type { RequestLimits } from '@fastify-balancer/conf'
import type { onRequestHookHandler } from 'fastify'
import { sendPage } from './page.ts'

export function limitRequests (limits: RequestLimits): onRequestHookHandler {
  return function limitRequest (request, reply, done) {
    const status = excess(request.raw, limits)
    if (status === null) {
      done()
      return
    }
    if (request.raw.httpVersionMajor === 1) {
      distrust(request.raw)
      reply.header('connection', 'close')
    }
    sendPage(reply, status)
  }
}

/** The status of what is too large; null: nothing is. */
function excess (request: IncomingMessage, { line, fieldSize, fields, body }: RequestLimits): number | null {
  const { rawHeaders, headers } = request
  if (request.method!.length + targetOf(request).length + ' HTTP/1.1'.length + 1 > line) return 414
  if (rawHeaders.length > 2 * fields) return 431
  for (let i = 0; i < rawHeaders.length; i += 2) {
    if (rawHeaders[i]!.length + rawHeaders[i + 1]!.length + 2 > fieldSize) return 431
  }
  if (body === 0) return null
  // How long it is, nobody knows yet (RFC 9110 §15.5.12).
  if (headers['transfer-encoding'] !== undefined) return 411
  return Number(headers['content-length'] ?? 0) > body ? 413 : null
}
