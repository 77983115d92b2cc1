import type { FastifyRequest } from 'fastify'
import { readEncodedPath } from './path.ts'
import { findMatch } from './rules.ts'
import type { Rules } from './rules.ts'
import { withoutParameters } from './servlet-path.ts'
import { targetOf } from './target.ts'

/**
 * The target by which sections hold for a request: as it came, but for requests to a `mapping=servlet` without path parameters,
 * as httpd has it. Else `/x/..;/private` would get round the section of `/private`.
 */
export function sectionTarget ({ encoded }: Rules, { raw, log }: FastifyRequest): string {
  const target = targetOf(raw)
  const asked = encoded.length === 0 ? 400 : readEncodedPath(target)
  const match = typeof asked === 'number' ? null : findMatch(encoded, asked, log, null)
  return typeof asked === 'number' || match?.rule.options.mapping !== 'servlet' ? target : withoutParameters(asked.decoded) + asked.query
}
