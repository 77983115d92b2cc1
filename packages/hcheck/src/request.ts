/** The requests of checks, from a member's parameters. */
import { hostOf } from '@fastify-balancer/balancer'
import type { ProbeRequest } from '@fastify-balancer/balancer'
import type { BalancerMember } from '@fastify-balancer/core'

/** So much of an answer's body is looked at, in bytes: it is kept, and expressions search in it. */
export const maxBody = 65_536

/** What is sent; null: nothing, the member need only accept the connection. */
export function checkRequest (member: BalancerMember): ProbeRequest | null {
  const { hcmethod, path, hcuri } = member
  if (hcmethod === 'TCP') return null
  const method = hcmethod.replace('11', '')
  const target = method === 'OPTIONS' ? '*' : joinPath(path, hcuri)
  const version = hcmethod.endsWith('11') ? '1.1' : '1.0'
  return { head: `${method} ${target} HTTP/${version}\r\nHost: ${hostOf(member)}\r\n\r\n`, bodiless: method === 'HEAD', maxBody }
}

/** With one slash between: httpd sends two of them, or no path at all. */
function joinPath (path: string, uri: string): string {
  if (uri === '') return path === '' ? '/' : path
  return `${path.replace(/\/$/, '')}/${uri.replace(/^\//, '')}`
}
