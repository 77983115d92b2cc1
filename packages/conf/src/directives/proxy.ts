/** mod_proxy's directives but for ProxyPass and balancers. */
import { balancerName, isBalancerUrl } from '../balancer-draft.ts'
import type { CookieRule, ProxyVia, SectionPath } from '../configuration.ts'
import { asItIs, ignore, ignored, servers, used } from '../directive.ts'
import type { Directive, Rules, Scope, Use } from '../directive.ts'
import type { SectionDraft, ServerDraft } from '../draft.ts'
import { refuse } from '../errors.ts'
import { headerSettings } from '../location-rules.ts'
import { isIpAddress } from '../require.ts'
import { readCount, readOnOff, readTime } from '../values.ts'

export const proxy: Rules = {
  ProxyPassReverse: used([...servers, 'location'], [1, 3], proxyPassReverse),
  ProxyPassReverseCookiePath: used([...servers, 'location'], [2, 3], cookieRule(server => server.proxyPassReverseCookiePath)),
  ProxyPassReverseCookieDomain: used([...servers, 'location'], [2, 3], cookieRule(server => server.proxyPassReverseCookieDomain)),
  ProxyPreserveHost: used([...servers, 'location'], [1, 1], ([word = ''], scope) => { headerSettings(scope).proxyPreserveHost = readOnOff(word) }),
  ProxyAddHeaders: used([...servers, 'location'], [1, 1], ([word = ''], scope) => { headerSettings(scope).proxyAddHeaders = readOnOff(word) }),
  ProxyErrorOverride: used([...servers, 'location'], [1, Infinity], proxyErrorOverride),
  ProxyVia: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyVia = readVia(word) }),
  ProxyMaxForwards: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyMaxForwards = readCount(word, Number.MAX_SAFE_INTEGER) }),
  Proxy100Continue: used(servers, [1, 1], ([word = ''], { server }) => { server.proxy100Continue = readOnOff(word) }),
  ProxyErrorReason: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyErrorReason = readOnOff(word) }),
  ProxyRetryBodySize: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyRetryBodySize = readCount(word, Infinity) }),
  ProxyTimeout: used(servers, [1, 1], ([word = ''], { server }) => { server.proxyTimeout = readTime(word) }),
  ProxySourceAddress: used(servers, [1, 1], ([word = ''], { server }) => { server.proxySourceAddress = readIpAddress(word) }),
  RouteCookieSecret: used(servers, [1, Infinity], routeCookieSecret),
  BalancerGrowth: used(servers, [1, 1], balancerGrowth),
  ProxyRequests: asItIs(['off'], 'this is no forward proxy'),
  ProxyBadHeader: asItIs(['iserror'], 'as it is here'),
  ProxyPassInterpolateEnv: asItIs(['off'], 'as it is here'),
  ProxyWebsocketFallbackToProxyHttp: asItIs(['on'], 'as it is here'),
  ProxyPassInherit: asItIs(['on'], 'all virtual hosts share the balancers'),
  BalancerInherit: asItIs(['on'], 'all virtual hosts share the balancers'),
  BalancerPersist: used(servers, [1, 1], ([word = ''], { draft }) => { draft.balancerPersist ||= readOnOff(word) }),
  ProxyIOBufferSize: ignored('Node.js sizes its buffers'),
  ProxyReceiveBufferSize: ignored('Node.js sizes its buffers')
}

/** `On [status …]` or `Off`. */
function proxyErrorOverride ([word = '', ...statuses]: readonly string[], scope: Scope): void {
  const on = readOnOff(word)
  if (!on && statuses.length > 0) refuse('Off takes no statuses')
  const wrong = statuses.find(status => !/^[45]\d\d$/.test(status))
  if (wrong !== undefined) refuse(`a status must be from 400 to 599, not "${wrong}"`)
  headerSettings(scope).proxyErrorOverride = statuses.length === 0 ? on : statuses.map(Number)
}

const vias: readonly ProxyVia[] = ['off', 'on', 'full', 'block']

function readVia (word: string): ProxyVia {
  return vias.find(via => via === word.toLowerCase()) ?? refuse(`must be On, Off, Full or Block, not "${word}"`)
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

/** httpd would look a host name up. */
function readIpAddress (word: string): string {
  const address = word.replace(/^\[|\]$/g, '')
  return isIpAddress(address) ? address : refuse(`must be an IP address, not "${word}"`)
}

function balancerGrowth ([word = '']: readonly string[]): ReturnType<Use> {
  readCount(word, 1000)
  return ignore('balancers need no slots')
}
