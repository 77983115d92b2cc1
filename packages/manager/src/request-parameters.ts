import type { FastifyRequest } from 'fastify'
import { readFormData } from './form-data.ts'

/** How much of a POST's body is looked at, in bytes, as in httpd. */
const bodyBytes = 1024

/** What a link may carry; everything else travels by POST alone. */
const linkKeys: ReadonlySet<string> = new Set(['b', 'w', 'nonce', 'xml'])

/**
 * The parameters of a request: of a POST those of its body, else those of its query that select what to show. All of them
 * are dropped unless the request comes from a page of the same host, so that no other site can press our buttons (AH10187).
 */
export function readRequestParameters (request: FastifyRequest): ReadonlyMap<string, string> {
  const parameters = request.method === 'POST' ? readBody(request.body) : readQuery(request.url)
  if (parameters.size === 0 || isFromSameHost(request)) return parameters
  // httpd writes this at level error, for every view of the page; it is not one.
  request.log.debug({ ah: 'AH10187', module: 'proxy_balancer', httpdLevel: 'debug', referer: request.headers.referer },
    'ignoring the parameters of a request from another site')
  return new Map()
}

function readBody (body: unknown): ReadonlyMap<string, string> {
  return readFormData(Buffer.isBuffer(body) ? body.subarray(0, bodyBytes).toString() : '')
}

function readQuery (url: string): ReadonlyMap<string, string> {
  const parameters = readFormData(url.replace(/^[^?]*\??/, ''))
  return new Map([...parameters].filter(([key]) => linkKeys.has(key)))
}

function isFromSameHost ({ headers, hostname }: FastifyRequest): boolean {
  const referer = URL.parse(headers.referer ?? '')
  return referer !== null && referer.hostname !== '' && referer.hostname === hostname.toLowerCase()
}
