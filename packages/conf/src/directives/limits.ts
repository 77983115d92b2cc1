/** How large requests may be. */
import { servers, used } from '../directive.ts'
import type { Rule, Rules } from '../directive.ts'
import type { RequestLimits } from '../configuration.ts'
import { readCount, readSize } from '../values.ts'

/** Node.js reads no more fields. */
export const mostFields = 1_000

export const limits: Rules = {
  LimitRequestLine: limit('line', readSize),
  LimitRequestFieldSize: limit('fieldSize', readSize),
  LimitRequestFields: limit('fields', word => readCount(word, mostFields) || mostFields),
  LimitRequestBody: limit('body', word => readCount(word, Number.MAX_SAFE_INTEGER))
}

function limit (name: keyof RequestLimits, read: (word: string) => number): Rule {
  return used(servers, [1, 1], ([word = ''], { server }) => { server.limits[name] = read(word) })
}
