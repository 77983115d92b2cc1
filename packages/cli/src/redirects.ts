/** Sends clients elsewhere (`Redirect`, `RedirectMatch`). */
import type { RedirectRule } from '@fastify-balancer/conf'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sendPage } from './page.ts'

/**
 * Answers by the first rule that holds for the path.
 * @param decoded one character a byte
 * @returns whether one did
 */
export function redirect (request: FastifyRequest, reply: FastifyReply, decoded: string, query: string, rules: readonly RedirectRule[]): boolean {
  for (const { status, path, url } of rules) {
    const target = targetOf(path, url, decoded)
    if (target === null) continue
    if (url !== null) reply.header('location', withQuery(absolute(target, request), query))
    sendPage(reply, status)
    return true
  }
  return false
}

function targetOf (path: RedirectRule['path'], url: string | null, decoded: string): string | null {
  if (typeof path === 'string') {
    if (!decoded.startsWith(path)) return null
    const rest = decoded.slice(path.length)
    return rest === '' || path.endsWith('/') || rest.startsWith('/') ? (url ?? '') + escape(rest) : null
  }
  const groups = path.exec(decoded)
  if (groups === null) return null
  const [, place, tail] = /^([^?#]*)(.*)$/s.exec((url ?? '').replace(/\$(\d)/g, (_, n: string) => groups[Number(n)] ?? ''))!
  return escape(place!) + tail!.replace(/[^\x21-\x7e]/g, escapeByte)
}

/** As ap_os_escape_path: a redirect must have no byte that a URL cannot have. */
function escape (text: string): string {
  return text.replace(/[^\w$\-.+!*'(),:@&=/~;]/g, escapeByte)
}

function escapeByte (char: string): string {
  return `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`
}

function absolute (target: string, { protocol, host }: FastifyRequest): string {
  return target.startsWith('/') && host !== '' ? `${protocol}://${host}${target}` : target
}

function withQuery (target: string, query: string): string {
  return target.includes('?') ? target : target + query
}
