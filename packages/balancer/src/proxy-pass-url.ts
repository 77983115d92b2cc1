import type { FastifyRequest } from 'fastify'
import type { Balancers } from '@fastify-balancer/core'
import { isNotProxied } from './environment.ts'
import { readEncodedPath, readPath } from './path.ts'
import type { EncodedSlashes, RequestPath } from './path.ts'
import { findMatch } from './rules.ts'
import type { Match, Rules } from './rules.ts'
import { targetOf } from './target.ts'

/**
 * Where a ProxyPass takes a request: `balancer://name/path`, or for a plain URL the member's with the path.
 * @returns null when none does
 */
export function proxyPassUrl (request: FastifyRequest, rules: Rules, balancers: Balancers, encodedSlashes: EncodedSlashes): string | null {
  if (isNotProxied(request)) return null
  const target = targetOf(request.raw)
  const find = (rules: Rules['decoded'], asked: RequestPath | 400 | 404): Match | null =>
    typeof asked === 'number' ? null : findMatch(rules, asked, request.log, null)
  const match = find(rules.encoded, readEncodedPath(target)) ?? find(rules.decoded, readPath(target, encodedSlashes))
  if (match === null) return null
  const balancer = match.rule.balancer!
  const origin = balancers.find(balancer.name) === balancer ? balancer.url : balancer.members[0]!.url
  return origin + match.target
}
