import type { FastifyBaseLogger } from 'fastify'
import { BadOptionError, BadPathError } from './errors.ts'
import { logTo } from './log.ts'
import { AH01136 } from './messages.ts'
import { encoderFor, escapePercent, matchPrefix } from './path.ts'
import type { EncodedSlashes, RequestPath } from './path.ts'
import type { RuleOptions } from './rule-options.ts'
import { createServletMatch } from './servlet-path.ts'

/** What a rule makes of a path: the target that follows the member's URL, or undefined when the path does not match. */
export type Join = (asked: RequestPath, logger: FastifyBaseLogger) => string | undefined

/** Joins a rule's target and what of a path it leaves; undefined: no match. */
type JoinPath = (path: string) => string | undefined

/** What a request line cannot have (RFC 9112 §3): httpd sends no such target either. */
const unfit = /[^\x21-\x7e\x80-\xff]/

/**
 * @param path the rule's, one character a byte
 * @param targetPath what of its URL follows the member's, likewise
 * @throws FST_BALANCER_BAD_OPTION
 */
export function createJoin (path: string | RegExp, targetPath: string, options: RuleOptions, encodedSlashes: EncodedSlashes, whose: string): Join {
  const { mapping, nocanon = false } = options
  if (mapping === 'servlet' && typeof path !== 'string') throw new BadOptionError(`${whose}: mapping=servlet needs a path, not an expression`)
  if ((mapping !== undefined || nocanon) && unfit.test(targetPath)) {
    throw new BadOptionError(`${whose}: the path of the url is sent as it is, and must be encoded`)
  }
  const canonical = mapping === undefined ? joinDecoded(path, targetPath, encodedSlashes) : joinEncoded(path, targetPath, mapping)
  // A servlet's normalisation has no raw form.
  if (!nocanon || mapping === 'servlet') return canonical
  const raw = typeof path === 'string' ? joinRawPrefix(path, targetPath) : joinRawExpression(path, targetPath)
  return (asked, logger) => {
    const target = canonical(asked, logger)
    if (target === undefined) return undefined
    const sent = raw(asked)
    if (sent === undefined) logTo(logger)(AH01136)
    return sent ?? target
  }
}

function joinDecoded (path: string | RegExp, targetPath: string, encodedSlashes: EncodedSlashes): Join {
  const written = encodedSlashes === 'nodecode' ? escapePercent : (text: string) => text
  const encode = encoderFor(encodedSlashes)
  const join = typeof path === 'string' ? joinPrefix(written(path), written(targetPath)) : joinExpression(path, written(targetPath))
  return ({ decoded, query }) => {
    const joined = join(decoded)
    return joined === undefined ? undefined : encode(joined) + query
  }
}

function joinEncoded (path: string | RegExp, targetPath: string, mapping: 'encoded' | 'servlet'): Join {
  const join = typeof path === 'string' ? joinPrefix(path, targetPath, mapping === 'servlet' ? createServletMatch(path) : undefined) : joinExpression(path, targetPath)
  return ({ decoded, query }) => {
    const joined = join(decoded)
    return joined === undefined ? undefined : fit(joined + query)
  }
}

function joinPrefix (path: string, targetPath: string, match: JoinPath = asked => matchPrefix(asked, path)): JoinPath {
  return asked => {
    const rest = match(asked)
    return rest === undefined ? undefined : targetPath + rest
  }
}

/** Where no group of the expression changed the target, the whole path follows it. */
function joinExpression (path: RegExp, targetPath: string): JoinPath {
  return asked => {
    const groups = path.exec(asked)
    if (groups === null) return undefined
    const replaced = targetPath.replace(/\$([0-9])/g, (_, n: string) => groups[Number(n)] ?? '')
    return replaced === targetPath ? targetPath + asked : replaced
  }
}

/** `nocanon`: only where the path as it came has the rule's path in the very same place. */
function joinRawPrefix (path: string, targetPath: string): (asked: RequestPath) => string | undefined {
  return ({ raw, query }) => {
    const rest = matchPrefix(raw, path)
    return rest === undefined || (path.endsWith('/') && rest.startsWith('/')) ? undefined : fit(targetPath + rest + query)
  }
}

/** `nocanon` under ProxyPassMatch: the expression is searched in the query too. */
function joinRawExpression (path: RegExp, targetPath: string): (asked: RequestPath) => string | undefined {
  const join = joinExpression(path, targetPath)
  return ({ raw, query }) => {
    const joined = join(raw + query)
    return joined === undefined ? undefined : fit(joined)
  }
}

function fit (target: string): string {
  if (unfit.test(target)) throw new BadPathError()
  return target
}
