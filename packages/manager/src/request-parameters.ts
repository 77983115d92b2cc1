import type { FastifyRequest } from 'fastify'
import { readFormData } from './form-data.ts'

/** How much of a POST's body is looked at, in bytes, as in httpd. */
const bodyBytes = 1024

/** What a link may carry; everything else travels by POST alone. */
const linkKeys: ReadonlySet<string> = new Set(['b', 'w', 'nonce', 'xml'])

/**
 * The parameters of a request: of a POST those of its body, else those of its query that select what to show. All of them
 * are dropped unless the request comes from a page of the same host, so that no other site can press our buttons (AH10187).
 * @param isTrusted whether those of a POST that no browser sent count all the same
 */
export function readRequestParameters (request: FastifyRequest, isTrusted: (parameters: ReadonlyMap<string, string>) => boolean): ReadonlyMap<string, string> {
  const isPost = request.method === 'POST'
  const parameters = isPost ? readBody(request.body) : readQuery(request.url)
  if (parameters.size === 0 || isFromSameHost(request)) return parameters
  if (isPost && !isFromBrowser(request) && isTrusted(parameters)) return parameters
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

/** Browsers that are told to send no Referer still name the origin of a POST. */
function isFromSameHost ({ headers, hostname }: FastifyRequest): boolean {
  const from = URL.parse(headers.referer ?? headers.origin ?? '')
  return from !== null && from.hostname !== '' && from.hostname === hostname.toLowerCase()
}

/** Whatever page a POST of a browser comes from, it has one of these. */
function isFromBrowser ({ headers }: FastifyRequest): boolean {
  return headers.referer !== undefined || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
}
