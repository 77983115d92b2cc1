import type { IncomingMessage } from 'node:http'
import { tidyPath } from './path.ts'

const kTarget: unique symbol = Symbol('fastify-balancer.target')

type Carrier = Pick<IncomingMessage, 'url'> & { [kTarget]?: string }

/**
 * For Fastify's `rewriteUrl`: a URL that its router finds where httpd would, and does not refuse. Slashes are merged, dot
 * segments resolved, letters and digits unescaped, and escapes that are no UTF-8 become those of U+FFFD. ProxyPass goes by
 * the URL as it came all the same.
 */
export function tidyUrl (request: Pick<IncomingMessage, 'url'>): string {
  const target = request.url!
  const tidied = tidyTarget(target)
  if (tidied !== target) (request as Carrier)[kTarget] = target
  return tidied
}

/** The target of a request as it came. */
export function targetOf (request: Carrier): string {
  return request[kTarget] ?? request.url!
}

const untidy = /\/[/.]|%/

/** What cannot be tidied stays, for the router to refuse. */
function tidyTarget (target: string): string {
  // Of nearly all targets not even the query has anything of the kind.
  if (!untidy.test(target)) return target
  const [, path, rest] = /^([^?]*)(.*)$/s.exec(target)!
  if (!untidy.test(path!)) return target
  const tidied = tidyPath(path!) ?? path!
  return (isText(tidied) ? tidied : tidied.replace(/(?:%[89a-f][\da-f])+/gi, asText)) + rest!
}

/** Escapes of what is UTF-8 in those given, and of U+FFFD for the rest. */
function asText (escapes: string): string {
  return encodeURIComponent(Buffer.from(escapes.replaceAll('%', ''), 'hex').toString())
}

/** Whether the escapes are UTF-8. */
function isText (path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
