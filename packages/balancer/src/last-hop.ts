import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasBody } from './body.ts'
import { MaxForwardsError, TraceBodyError } from './errors.ts'

/**
 * Answers the requests that go no further: whose Max-Forwards is 0 (RFC 9110 §7.6.2), or TRACE with a body (§9.3.8).
 * @returns whether the request is done with
 * @throws FST_BALANCER_MAX_FORWARDS
 * @throws FST_BALANCER_TRACE_BODY
 */
export function endsHere (request: FastifyRequest, reply: FastifyReply): boolean {
  const { raw, method } = request
  if (method === 'TRACE' && hasBody(raw)) throw new TraceBodyError()
  const maxForwards = raw.headers['max-forwards']
  if (maxForwards === undefined) return false
  if (!/^\d+$/.test(String(maxForwards))) throw new MaxForwardsError()
  if (Number(maxForwards) > 0) return false
  if (method === 'OPTIONS') reply.header('allow', 'GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS, TRACE').send()
  else if (method === 'TRACE') reply.type('message/http').send(Buffer.from(echo(request), 'latin1'))
  else throw new MaxForwardsError()
  return true
}

/** The request as it came, but for what only the client and its server are to know. */
function echo ({ raw }: FastifyRequest): string {
  const lines = [`${raw.method} ${raw.url} HTTP/${raw.httpVersion}`]
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const name = raw.rawHeaders[i]!
    if (!/^(?::|(?:proxy-)?authorization$|cookie$)/i.test(name)) lines.push(`${name}: ${raw.rawHeaders[i + 1]!}`)
  }
  return `${lines.join('\r\n')}\r\n\r\n`
}
