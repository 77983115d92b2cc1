import type { FastifyBaseLogger } from 'fastify'
import { Balancers } from '@fastify-balancer/core'
import type { Balancer, Log, MemberInput } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import { createJoin } from './join.ts'
import type { Join } from './join.ts'
import { AH03461, AH03464 } from './messages.ts'
import { toBytes } from './path.ts'
import type { EncodedSlashes, RequestPath } from './path.ts'
import { readRuleOptions } from './rule-options.ts'
import type { RuleOptions } from './rule-options.ts'
import { stateless } from './section.ts'

/** `ProxyPass`, or `ProxyPassMatch` when `path` is a regular expression. */
export interface ProxyPassOptions extends RuleOptions {
  /** A prefix of whole segments, or an expression searched in the decoded path. */
  readonly path: string | RegExp
  /** `balancer://name[/path]`, `http://host[:port][/path]`, or `!`: not proxied. An expression's groups are `$1` to `$9`. */
  readonly url: string
  /** Parameters of the member behind a plain URL. */
  readonly parameters?: MemberInput
}

/** One ProxyPass, read. */
export interface Rule {
  /** With the prefix of its scope; one character a byte. */
  readonly path: string | RegExp
  /** Where its requests go; null: `!`, they are not proxied. */
  readonly balancer: Balancer | null
  readonly options: RuleOptions
  /** What follows the member's URL for a path: encoded, with query; undefined: the path does not match. */
  readonly join: Join
}

/** All rules. Those that go by the encoded path are tried before a path is decoded, and so before the others. */
export interface Rules {
  readonly encoded: Rule[]
  readonly decoded: Rule[]
}

/** A rule that a path matched, with what follows the member's URL. */
export interface Match {
  readonly rule: Rule
  readonly target: string
}

/**
 * Reads a ProxyPass of a scope with that prefix. A plain URL becomes a balancer of its own, in no list, with one member that is never put in error.
 * @throws FST_BALANCER_BAD_OPTION
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function readRule (given: ProxyPassOptions, balancers: Balancers, prefix: string, encodedSlashes: EncodedSlashes): Rule {
  const { path, url, parameters } = given
  const whose = `proxyPass ${String(path)}`
  if (!(path instanceof RegExp) && !(typeof path === 'string' && path.startsWith('/'))) {
    throw new BadOptionError(`${whose}: path must begin with / or be a regular expression`)
  }
  const options = readRuleOptions({ ...given }, ['path', 'url', 'parameters'], whose)
  const rulePath = typeof path === 'string' ? toBytes(prefix + path).replace(/\/+/g, '/') : stateless(path)
  const { balancer, targetPath } = readTarget(url, parameters, balancers, whose)
  return { path: rulePath, balancer, options, join: createJoin(rulePath, targetPath, options, encodedSlashes, whose) }
}

/** @returns the balancer, and what of the URL follows its name or the member's URL */
function readTarget (url: string, parameters: MemberInput | undefined, balancers: Balancers, whose: string): { balancer: Balancer | null, targetPath: string } {
  if (url === '!') return { balancer: null, targetPath: '' }
  const named = /^balancer:\/\/([^/$]+)(.*)$/i.exec(url)
  if (named !== null) {
    const balancer = balancers.find(named[1]!)
    if (balancer === undefined) throw new BadOptionError(`${whose}: no balancer is named ${named[1]}`)
    if (parameters !== undefined) throw new BadOptionError(`${whose}: parameters belong to the balancer, not to the path`)
    return { balancer, targetPath: toBytes(named[2]!) }
  }
  const [, origin, targetPath] = /^((?:unix:[^|]+\|)?(?:http|ws)s?:\/\/[^/$]+)(.*)$/i.exec(url) ?? []
  if (origin === undefined) throw new BadOptionError(`${whose}: url must be balancer://…, http://…, https://…, ws://…, wss://… or !, not "${url}"`)
  const status = `+I${String(parameters?.status ?? '')}`
  const balancer = new Balancers(() => '').add('proxypass', { members: [{ ...parameters, url: origin, status }] })
  return { balancer, targetPath: toBytes(targetPath!) }
}

export function addRule ({ encoded, decoded }: Rules, rule: Rule): void {
  const list = rule.options.mapping === undefined ? decoded : encoded
  list.push(rule)
}

/** The first rule that matches; null: none does, or the one that does says `!`. */
export function findMatch (rules: readonly Rule[], asked: RequestPath, logger: FastifyBaseLogger, log: Log | null): Match | null {
  for (const rule of rules) {
    log?.(AH03461, asked.decoded, String(rule.path))
    const target = rule.join(asked, logger)
    if (target === undefined) continue
    log?.(AH03464, asked.decoded, String(rule.path))
    return rule.balancer === null ? null : { rule, target }
  }
  return null
}
