/** mod_proxy's directives but for ProxyPass and balancers. */
import { balancerName, isBalancerUrl } from '../balancer-draft.ts'
import type { CookieRule, SectionPath } from '../configuration.ts'
import { asItIs, ignore, ignored, servers, used } from '../directive.ts'
import type { Directive, Rules, Scope, Use } from '../directive.ts'
import type { SectionDraft, ServerDraft } from '../draft.ts'
import { refuse } from '../errors.ts'
import { readCount, readOnOff, readTime } from '../values.ts'

export const proxy: Rules = {
  ProxyPassReverse: used([...servers, 'location'], [1, 3], proxyPassReverse),
  ProxyPassReverseCookiePath: used([...servers, 'location'], [2, 3], cookieRule(server => server.proxyPassReverseCookiePath)),
  ProxyPassReverseCookieDomain: used([...servers, 'location'], [2, 3], cookieRule(server => server.proxyPassReverseCookieDomain)),
  ProxyPreserveHost: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyPreserveHost = readOnOff(word) }),
  ProxyAddHeaders: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyAddHeaders = readOnOff(word) }),
  ProxyTimeout: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyTimeout = readTime(word) }),
  RouteCookieSecret: used(servers, [1, Infinity], routeCookieSecret),
  BalancerGrowth: used(servers, [1, 1], balancerGrowth),
  ProxyRequests: asItIs(['off'], 'this is no forward proxy'),
  ProxyVia: asItIs(['off'], 'as it is here'),
  ProxyErrorOverride: asItIs(['off'], 'as it is here'),
  Proxy100Continue: asItIs(['on'], 'as it is here'),
  ProxyBadHeader: asItIs(['iserror'], 'as it is here'),
  ProxyPassInterpolateEnv: asItIs(['off'], 'as it is here'),
  ProxyWebsocketFallbackToProxyHttp: asItIs(['on'], 'as it is here'),
  ProxyPassInherit: asItIs(['on'], 'all virtual hosts share the balancers'),
  BalancerInherit: asItIs(['on'], 'all virtual hosts share the balancers'),
  BalancerPersist: asItIs(['off'], 'as it is here'),
  ProxyStatus: ignored('there is no server-status yet'),
  ProxyIOBufferSize: ignored('Node.js sizes its buffers'),
  ProxyReceiveBufferSize: ignored('Node.js sizes its buffers')
}

/** `[path] url`; in a `<Location>` the path is the section's. */
function proxyPassReverse (words: readonly string[], { server, location }: Scope, { entry }: Directive): void {
  const [path = '', url, interpolate] = location === null ? words : [pathOf(location), ...words]
  if (url === undefined) refuse('needs a path and a URL when it is not in a <Location>')
  if (interpolate !== undefined) refuse(`${interpolate} is not supported yet`)
  // Whether there is such a balancer is known only at the end.
  if (isBalancerUrl(url)) balancerName(url)
  server.proxyPassReverse.push({ path, url, entry, ...within(location) })
}

function pathOf ({ match }: SectionDraft): string {
  return typeof match === 'string' ? match : refuse('needs a <Location> with a path, which it leads back to, not a pattern')
}

function cookieRule (rulesOf: (server: ServerDraft) => CookieRule[]): Use {
  return ([internal = '', shown = '', interpolate], { server, location }) => {
    if (interpolate !== undefined) refuse(`${interpolate} is not supported yet`)
    rulesOf(server).push({ internal, public: shown, ...within(location) })
  }
}

/** Where a rule holds: everywhere, or in its section alone. */
function within (location: SectionDraft | null): { readonly location?: SectionPath } {
  return location === null ? {} : { location: location.match }
}

/** Ours: `secret [older …]`. Not shown in the refusal, as logs are read by more people than files are. */
function routeCookieSecret (words: readonly string[], { server }: Scope): void {
  if (words.some(word => word.length < 32)) refuse('each secret must have at least 32 characters')
  server.routeCookieSecrets = [...words]
}

function balancerGrowth ([word = '']: readonly string[]): ReturnType<Use> {
  readCount(word, 1000)
  return ignore('balancers need no slots')
}
