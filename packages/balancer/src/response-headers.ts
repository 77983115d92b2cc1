import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { EditAnswer } from './edit-answer.ts'
import { connectionNames, hopByHop } from './hop-by-hop.ts'
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
    const value = headers[name]!
    const kind = kinds.get(name)
    if (kind === 'end' || (dropped.length > 0 && dropped.includes(name))) continue
    // RFC 9112 §6.3: repeated, it goes on once.
    if (kind === 'length') kept[name] = String(Number(Array.isArray(value) ? value[0] : value))
    else if (kind === 'cookie') kept[name] = (value as string[]).map(cookie => reverse.setCookie(cookie, asked))
    else if (kind === 'url') kept[name] = reverse.location(String(value), originOf(request), asked) ?? value
    else kept[name] = value
  }
  if (via !== null) kept['via'] = ([] as string[]).concat(kept['via'] ?? [], via(request)) as never
  edit?.(kept, request)
  return kept
}

/** What does not simply go on to the client. */
const kinds: ReadonlyMap<string, 'end' | 'length' | 'cookie' | 'url'> = new Map([
  ...[...hopByHop, 'proxy-authenticate'].map(name => [name, 'end'] as const),
  ['content-length', 'length'] as const,
  ['set-cookie', 'cookie'] as const,
  ...['location', 'content-location', 'uri', 'destination'].map(name => [name, 'url'] as const)
])

/** Empty when the client named no host, as HTTP/1.0 allows: then the new URL is a path. */
function originOf ({ protocol, host }: FastifyRequest): string {
  return host === '' ? '' : `${protocol}://${host}`
}
