import type { IncomingMessage } from 'node:http'
import type { FastifyError } from '@fastify/error'
import { BadRequestError, TooManyFieldsError, UnknownCodingError } from './errors.ts'

/** A request as Node has it; HTTP/2's have a stream. */
export type RawRequest = IncomingMessage & { readonly stream?: object }

/** Node reads no more lines into `headers` unless the server says otherwise; `rawHeaders` has them all. */
const mostFields = 1_000

/** RFC 9110 §4.2: a host and perhaps a port. Names are those of DNS: what else RFC 3986 allows, commas above all, somebody reads as something else. */
const host = /^(?:[\w.-]+|\[[0-9a-f:.]+\])(?::(?!0+$)\d{1,5})?$/i

/**
 * What Node's parser lets pass and RFC 9112 wants refused, or what two servers could understand in two ways; null: nothing.
 * @param maxHeadersCount the server's, where it has one
 */
export function findFault (raw: RawRequest, maxHeadersCount: number | null | undefined): FastifyError | null {
  if (raw.rawHeaders.length > 2 * (maxHeadersCount || mostFields)) return new TooManyFieldsError()
  if (raw.stream !== undefined) return faultOfAuthority(raw)
  // HTTP/0.9 has no headers, and nobody speaks 2.0 this way.
  if (raw.httpVersion !== '1.1' && raw.httpVersion !== '1.0') return new BadRequestError(`version ${raw.httpVersion}`)
  return faultOfHost(raw) ?? faultOfFraming(raw)
}

/** RFC 9113 §8.3.1. */
function faultOfAuthority ({ headers }: RawRequest): FastifyError | null {
  const authority = headers[':authority'] as string | undefined
  if (headers.host !== undefined && authority !== undefined && headers.host !== authority) return new BadRequestError('Host is not :authority')
  const named = authority ?? headers.host
  return named === undefined || isHost(named) ? null : new BadRequestError('a host that is none')
}

/**
 * RFC 9112 §3.2: exactly one, also where HTTP/1.0 does without; a target that names a host names the same. What takes the
 * place of the line in `headers` is held to the same.
 */
function faultOfHost ({ rawHeaders, headers, httpVersion, url }: RawRequest): FastifyError | null {
  let line: string | undefined
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue
    if (line !== undefined) return new BadRequestError('more than one Host')
    line = rawHeaders[i + 1]!
  }
  const named = headers.host
  if (line === undefined ? httpVersion === '1.1' : !isHost(line)) return new BadRequestError('a Host that is none')
  if (named !== undefined && named !== line && !isHost(named)) return new BadRequestError('a Host that is none')
  if (url!.startsWith('/')) return null
  const authority = /^https?:\/\/([^/?#]*)/i.exec(url!)?.[1]
  return authority?.toLowerCase() === named?.toLowerCase() ? null : new BadRequestError('a target that is no path of Host')
}

/** RFC 9112 §6: one framing. Most of this Node refuses too, unless the app has it parse leniently. */
function faultOfFraming ({ headers, httpVersion }: RawRequest): FastifyError | null {
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  if (coding !== undefined) {
    if (httpVersion === '1.0') return new BadRequestError('Transfer-Encoding in HTTP/1.0')
    if (length !== undefined) return new BadRequestError('both Content-Length and Transfer-Encoding')
    if (coding === '') return new BadRequestError('an empty Transfer-Encoding')
    return coding.toLowerCase() === 'chunked' ? null : new UnknownCodingError()
  }
  // Beyond 2^53 a number is not what its digits say.
  return length === undefined || (/^\d+$/.test(length) && Number.isSafeInteger(Number(length))) ? null : new BadRequestError('a Content-Length that is no number')
}

function isHost (text: string): boolean {
  if (!host.test(text)) return false
  const port = /:(\d+)$/.exec(text)?.[1]
  return port === undefined || Number(port) <= 65_535
}
