import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { EditAnswer } from './edit-answer.ts'
import { connectionNames, isHopByHop } from './hop-by-hop.ts'
import type { Reverse } from './reverse.ts'
import type { Via } from './via.ts'

/** What happens to the header fields of all members' answers. */
export interface AnswerRules {
  readonly reverse: Reverse
  /** null: answers say nothing about coming through here. */
  readonly via: Via | null
  /** null: the app has no rules. */
  readonly edit: EditAnswer | null
}

/**
 * The member's header fields as the client gets them: without those that end at this hop, which `Trailer` and what
 * Connection names are among, with its own URLs and cookies rewritten (ProxyPassReverse), with Via (ProxyVia), and at last
 * as the app's own rules change them (Header).
 * @param asked the path of the request, decoded
 */
export function responseHeaders (headers: IncomingHttpHeaders, request: FastifyRequest, asked: string, { reverse, via, edit }: AnswerRules): IncomingHttpHeaders {
  const dropped = connectionNames(headers.connection)
  const kept: IncomingHttpHeaders = {}
  for (const name in headers) {
    if (isHopByHop(name) || name === 'proxy-authenticate' || dropped.includes(name)) continue
    const value = headers[name]!
    // RFC 9112 §6.3: repeated, it goes on once.
    if (name === 'content-length') kept[name] = String(Number(Array.isArray(value) ? value[0] : value))
    else if (name === 'set-cookie') kept[name] = (value as string[]).map(cookie => reverse.setCookie(cookie, asked))
    else if (holdsUrl.has(name)) kept[name] = reverse.location(String(value), originOf(request), asked) ?? value
    else kept[name] = value
  }
  if (via !== null) kept['via'] = ([] as string[]).concat(kept['via'] ?? [], via(request)) as never
  edit?.(kept, request)
  return kept
}

const holdsUrl: ReadonlySet<string> = new Set(['location', 'content-location', 'uri', 'destination'])

/** Empty when the client named no host, as HTTP/1.0 allows: then the new URL is a path. */
function originOf ({ protocol, host }: FastifyRequest): string {
  return host === '' ? '' : `${protocol}://${host}`
}
