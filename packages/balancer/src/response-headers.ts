import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { kEditHeaders } from './headers.ts'
import { connectionNames, isHopByHop } from './hop-by-hop.ts'
import type { Reverse } from './reverse.ts'

/**
 * The member's header fields as the client gets them: without those that end at this hop, which `Trailer` and what
 * Connection names are among, with its own URLs and cookies rewritten (ProxyPassReverse), and at last as the app's own
 * rules change them (Header).
 * @param asked the path of the request, decoded
 */
export function responseHeaders (headers: IncomingHttpHeaders, request: FastifyRequest, reverse: Reverse, asked: string): IncomingHttpHeaders {
  const dropped = connectionNames(headers.connection)
  const kept: IncomingHttpHeaders = {}
  for (const name in headers) {
    if (isHopByHop(name) || name === 'proxy-authenticate' || dropped.includes(name)) continue
    const value = headers[name]!
    if (name === 'set-cookie') kept[name] = (value as string[]).map(cookie => reverse.setCookie(cookie, asked))
    else if (holdsUrl.has(name)) kept[name] = reverse.location(String(value), originOf(request), asked) ?? value
    else kept[name] = value
  }
  request.server[kEditHeaders](kept, request)
  return kept
}

const holdsUrl: ReadonlySet<string> = new Set(['location', 'content-location', 'uri', 'destination'])

/** Empty when the client named no host, as HTTP/1.0 allows: then the new URL is a path. */
function originOf ({ protocol, host }: FastifyRequest): string {
  return host === '' ? '' : `${protocol}://${host}`
}
