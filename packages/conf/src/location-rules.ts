import type { HeaderRule, RequestHeaderRule, SectionPath, Statuses } from './configuration.ts'
import type { Scope } from './directive.ts'

/** What a server or a `<Location>` says about the headers of requests and answers; null: it says nothing. */
export interface HeaderSettings {
  readonly headers: HeaderRule[]
  readonly requestHeaders: RequestHeaderRule[]
  proxyPreserveHost: boolean | null
  proxyAddHeaders: boolean | null
  proxyErrorOverride: Statuses | null
}

/** Those of a `<Location>`. */
export interface LocationRulesDraft extends HeaderSettings {
  readonly path: SectionPath
}

export function createHeaderSettings (): HeaderSettings {
  return { headers: [], requestHeaders: [], proxyPreserveHost: null, proxyAddHeaders: null, proxyErrorOverride: null }
}

/** The settings that a directive changes: those of the `<Location>` it stands in, or of the server. */
export function headerSettings ({ server, location }: Scope): HeaderSettings {
  if (location === null) return server
  const known = server.locationRules.get(location)
  if (known !== undefined) return known
  const rules = { path: location.match, ...createHeaderSettings() }
  server.locationRules.set(location, rules)
  return rules
}
