import { Balancers } from '@fastify-balancer/core'
import type { Balancer, Log, MemberInput } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import { AH03461, AH03464 } from './messages.ts'
import { matchPrefix, toBytes } from './path.ts'
import { stateless } from './section.ts'

/** `ProxyPass`, or `ProxyPassMatch` when `path` is a regular expression. */
export interface ProxyPassOptions {
  /** A prefix of whole segments, or an expression searched in the decoded path. */
  readonly path: string | RegExp
  /** `balancer://name[/path]`, `http://host[:port][/path]`, or `!`: not proxied. An expression's groups are `$1` to `$9`. */
  readonly url: string
  /** Parameters of the member behind a plain URL. */
  readonly parameters?: MemberInput
}

/** One ProxyPass, read. */
export interface Rule {
  /** With the prefix of its scope; decoded, one character a byte. */
  readonly path: string | RegExp
  /** Where its requests go; null: `!`, they are not proxied. */
  readonly balancer: Balancer | null
  /** What of the target follows the balancer's name or the member's URL. */
  readonly targetPath: string
}

/** A rule that a path matched, with the path that follows the member's URL. */
export interface Match {
  readonly rule: Rule
  readonly path: string
}

/**
 * Reads a ProxyPass of a scope with that prefix. A plain URL becomes a balancer of its own, in no list, with one member that is never put in error.
 * @throws FST_BALANCER_BAD_OPTION
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function readRule (options: ProxyPassOptions, balancers: Balancers, prefix: string): Rule {
  const { path, url, parameters } = options
  const whose = `proxyPass ${String(path)}`
  if (!(path instanceof RegExp) && !(typeof path === 'string' && path.startsWith('/'))) {
    throw new BadOptionError(`${whose}: path must begin with / or be a regular expression`)
  }
  const rulePath = typeof path === 'string'
    ? toBytes(prefix + path).replace(/\/+/g, '/')
    : stateless(path)
  if (url === '!') return { path: rulePath, balancer: null, targetPath: '' }
  const named = /^balancer:\/\/([^/$]+)(.*)$/i.exec(url)
  if (named !== null) {
    const balancer = balancers.find(named[1]!)
    if (balancer === undefined) throw new BadOptionError(`${whose}: no balancer is named ${named[1]}`)
    if (parameters !== undefined) throw new BadOptionError(`${whose}: parameters belong to the balancer, not to the path`)
    return { path: rulePath, balancer, targetPath: toBytes(named[2]!) }
  }
  const [, origin, targetPath] = /^((?:unix:[^|]+\|)?https?:\/\/[^/$]+)(.*)$/i.exec(url) ?? []
  if (origin === undefined) throw new BadOptionError(`${whose}: url must be balancer://…, http://…, https://… or !, not "${url}"`)
  const status = `+I${String(parameters?.status ?? '')}`
  const alone = new Balancers(() => '').add('proxypass', { members: [{ ...parameters, url: origin, status }] })
  return { path: rulePath, balancer: alone, targetPath: toBytes(targetPath!) }
}

/** The first rule that matches the decoded path; null: none does, or the one that does says `!`. */
export function findMatch (rules: readonly Rule[], decoded: string, log: Log | null): Match | null {
  for (const rule of rules) {
    log?.(AH03461, decoded, String(rule.path))
    const path = matchRule(rule, decoded)
    if (path === undefined) continue
    log?.(AH03464, decoded, String(rule.path))
    return rule.balancer === null ? null : { rule, path }
  }
  return null
}

function matchRule ({ path, targetPath }: Rule, decoded: string): string | undefined {
  if (typeof path === 'string') {
    const rest = matchPrefix(decoded, path)
    return rest === undefined ? undefined : targetPath + rest
  }
  const groups = path.exec(decoded)
  if (groups === null) return undefined
  const replaced = targetPath.replace(/\$([0-9])/g, (_, n: string) => groups[Number(n)] ?? '')
  return replaced === targetPath ? targetPath + decoded : replaced
}
