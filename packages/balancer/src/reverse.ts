import type { Balancers } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'
import { sectionAt } from './section.ts'
import type { Holds, SectionPath } from './section.ts'

/** `ProxyPassReverse`: what of a member's own URLs becomes which path here. */
export interface ReverseOptions {
  readonly path: string
  /** A URL, a path, or `balancer://name[/path]`, which stands for all members' URLs. */
  readonly url: string
  /** Holds for requests of this `<Location>` alone. Default: for all. */
  readonly location?: SectionPath
}

/** `ProxyPassReverseCookiePath`, `ProxyPassReverseCookieDomain`. */
export interface CookieOptions {
  readonly internal: string
  readonly public: string
  /** Holds for requests of this `<Location>` alone. Default: for all. */
  readonly location?: SectionPath
}

/** The response rewriting of a plugin instance; functions answer undefined when nothing is to be changed. */
export interface Reverse {
  /**
   * Rewrites a Location, Content-Location, URI or Destination.
   * @param asked the path of the request, decoded
   */
  readonly location: (value: string, origin: string, asked: string) => string | undefined
  /** Rewrites the path and domain of a Set-Cookie. */
  readonly setCookie: (value: string, asked: string) => string
}

export interface ReverseRules {
  readonly proxyPassReverse: readonly ReverseOptions[]
  readonly proxyPassReverseCookiePath: readonly CookieOptions[]
  readonly proxyPassReverseCookieDomain: readonly CookieOptions[]
}

/** @throws FST_BALANCER_BAD_OPTION when a rule names a balancer that does not exist */
export function createReverse (rules: ReverseRules, balancers: Balancers): Reverse {
  const locations = rules.proxyPassReverse.map(rule => ({ holds: sectionOf(rule), rewrite: reverseLocation(rule, balancers) }))
  const paths = rules.proxyPassReverseCookiePath.map(readCookieRule)
  const domains = rules.proxyPassReverseCookieDomain.map(readCookieRule)
  return {
    location (value, origin, asked) {
      for (const { holds, rewrite } of locations) {
        const path = holds(asked) ? rewrite(value) : undefined
        if (path !== undefined) return path.startsWith('/') ? origin + path : path
      }
      return undefined
    },
    setCookie (value, asked) {
      if (paths.length === 0 && domains.length === 0) return value
      return value.split(';').map((part, i) => i === 0 ? part : rewriteAttribute(part, paths, domains, asked)).join(';')
    }
  }
}

const everywhere: Holds = () => true

function sectionOf ({ location }: { readonly location?: SectionPath }): Holds {
  if (location === undefined) return everywhere
  if (typeof location !== 'string' && !(location instanceof RegExp)) throw new BadOptionError('location must be a path or a regular expression')
  return sectionAt(location)
}

interface CookieRule extends CookieOptions {
  readonly holds: Holds
}

function readCookieRule (options: CookieOptions): CookieRule {
  return { ...options, holds: sectionOf(options) }
}

/** The path that a rule makes of a URL; undefined: the rule does not hit. First hit of the first rule wins. */
function reverseLocation ({ path, url }: ReverseOptions, balancers: Balancers): (value: string) => string | undefined {
  const named = /^balancer:\/\/([^/]+)(?:\/|(\/.+))?$/i.exec(url)
  if (named === null) return value => replacePrefix(value, url, path)
  const balancer = balancers.find(named[1]!)
  if (balancer === undefined) throw new BadOptionError(`proxyPassReverse ${path}: no balancer is named ${named[1]}`)
  return value => {
    for (const member of balancer.members) {
      // A path replaces the slash that the member's URL may end in.
      const url = named[2] === undefined ? member.url : member.url.replace(/\/$/, '') + named[2]
      const rewritten = replacePrefix(value, url, path)
      if (rewritten !== undefined) return rewritten
    }
    return undefined
  }
}

/** As httpd compares: case does not matter, and neither do segments. A url that is a path is held against the value's path. */
function replacePrefix (value: string, url: string, path: string): string | undefined {
  const compared = url.startsWith('/') ? value.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '') : value
  if (!compared.toLowerCase().startsWith(url.toLowerCase())) return undefined
  const rest = compared.slice(url.length)
  return path === '/' && rest.startsWith('/') ? rest : path + rest
}

/** A rule that hits replaces the attribute's whole value: `path=/internal/deep` becomes `path=/public`. */
function rewriteAttribute (part: string, paths: readonly CookieRule[], domains: readonly CookieRule[], asked: string): string {
  const [, name, value] = /^(\s*(?:path|domain)=)(.*)$/i.exec(part) ?? []
  if (name === undefined) return part
  const isPath = /path/i.test(name)
  const hit = isPath
    ? paths.find(rule => value!.startsWith(rule.internal) && rule.holds(asked))
    : domains.find(rule => value!.toLowerCase().startsWith(rule.internal.toLowerCase()) && rule.holds(asked))
  return hit === undefined ? part : name + hit.public
}
