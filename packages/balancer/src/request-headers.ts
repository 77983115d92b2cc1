import type { IncomingMessage } from 'node:http'
import type { BalancerMember } from '@fastify-balancer/core'
import { connectionNames, isHopByHop } from './hop-by-hop.ts'

/** The header rules that hold for all requests of a plugin instance. */
export interface HeaderRules {
  readonly proxyPreserveHost: boolean
  readonly proxyAddHeaders: boolean
  /** X-Forwarded-Server; undefined: the name that the client asked for. */
  readonly serverName: string | undefined
}

/**
 * The header fields that go to the member, as a flat list of names and values: Host first, then the client's own in
 * their order and spelling without those that end here, then X-Forwarded-* (mod_proxy's order). Ours come after the
 * fields that Connection names were removed, so no client can have them removed (GHSA-gwhp-pf74-vj37).
 */
export function requestHeaders (raw: IncomingMessage, member: BalancerMember, rules: HeaderRules): string[] {
  const { rawHeaders } = raw
  const asked = clientHost(raw)
  const host = rules.proxyPreserveHost && asked !== undefined ? asked : memberHost(member)
  const headers = ['Host', host]
  const dropped = connectionNames(raw.headers.connection)
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    const lower = name.toLowerCase()
    if (isHopByHop(lower) || endsHere.has(lower) || lower.startsWith(':') || dropped.includes(lower)) continue
    // HTTP/2 clients send cookies apart, backends get them together (RFC 9113 §8.2.3).
    if (lower === 'cookie' && raw.httpVersionMajor > 1) append(headers, name, rawHeaders[i + 1]!, '; ')
    else headers.push(name, lower === 'max-forwards' ? String(Number(rawHeaders[i + 1]) - 1) : rawHeaders[i + 1]!)
  }
  if (rules.proxyAddHeaders) {
    append(headers, 'X-Forwarded-For', raw.socket.remoteAddress?.replace(/^::ffff:/, ''), ', ')
    append(headers, 'X-Forwarded-Host', asked, ', ')
    append(headers, 'X-Forwarded-Server', rules.serverName ?? asked?.replace(/:\d+$/, ''), ', ')
  }
  return headers
}

/** Fields that are made anew for the member: Host, the framing, and Expect, which Node answers itself. */
const endsHere: ReadonlySet<string> = new Set(['host', 'content-length', 'expect'])

function clientHost (raw: IncomingMessage): string | undefined {
  const authority = raw.headers[':authority']
  return raw.headers.host ?? (typeof authority === 'string' ? authority : undefined)
}

function memberHost (member: BalancerMember): string {
  const host = member.hostname.includes(':') ? `[${member.hostname}]` : member.hostname
  return member.port === (member.scheme === 'https' ? 443 : 80) ? host : `${host}:${member.port}`
}

/** Appends to the field's value where it stands, or adds the field. */
function append (headers: string[], name: string, value: string | undefined, separator: string): void {
  if (value === undefined) return
  const lower = name.toLowerCase()
  for (let i = headers.length - 2; i > 0; i -= 2) {
    if (headers[i]!.toLowerCase() === lower) {
      headers[i + 1] += separator + value
      return
    }
  }
  headers.push(name, value)
}
