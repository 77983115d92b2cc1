/** Completes a server with what it inherits from the main server. */
import type { AccessLog, HealthCheckRules, LogLevels, RequestLimits, ReverseRule, SectionPath, ServerDefinition } from './configuration.ts'
import type { AccessLogDraft, Draft, ReverseDraft, ServerDraft } from './draft.ts'
import { findBalancer, isBalancerUrl } from './balancer-draft.ts'
import { handlerLocations } from './handler-locations.ts'
import { defineProtocols } from './protocols.ts'
import { settle } from './report.ts'
import { defineSections } from './sections.ts'
import { mergeSettings } from './settings.ts'
import { sslProxyRules } from './ssl-proxy.ts'
import { defineTls } from './tls.ts'

/** The formats that need no `LogFormat`, as Debian has them. */
const predefined: ReadonlyMap<string, string> = new Map([
  ['common', '%h %l %u %t "%r" %>s %O'],
  ['combined', '%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"']
])

/** Of `TransferLog`. */
const usualFormat = '%h %l %u %t "%r" %>s %b'

/** httpd's, but for the body: it would refuse more than 1 GiB. */
const defaultLimits: RequestLimits = { line: 8_190, fieldSize: 8_190, fields: 100, body: 0 }

/** What Node.js takes unless it is told otherwise. */
const usualHeaderSize = 16_384

/** Refuses what can be seen only now that all of the file is read. */
export function defineServer (server: ServerDraft, draft: Draft): ServerDefinition {
  const { main } = draft
  const lineage = server === main ? [main] : [main, server]
  // Of several sections that hold, httpd takes the last one's: a virtual host's before the main server's.
  const locationProxyPass = lineage.toReversed().flatMap(each => each.locationProxyPass)
  const logging = server.accessLogs.length > 0 ? server : main
  return {
    addresses: server.addresses,
    serverName: server.serverName ?? main.serverName,
    serverAlias: server.serverAlias,
    proxyPass: [...locationProxyPass, ...lineage.flatMap(each => each.proxyPass)],
    allowEncodedSlashes: server.allowEncodedSlashes ?? main.allowEncodedSlashes ?? false,
    proxyPassReverse: serversFirst(lineage.flatMap(each => each.proxyPassReverse)).map(rule => reverseRule(rule, draft)),
    proxyPassReverseCookiePath: serversFirst(lineage.flatMap(each => each.proxyPassReverseCookiePath)),
    proxyPassReverseCookieDomain: serversFirst(lineage.flatMap(each => each.proxyPassReverseCookieDomain)),
    headers: lineage.flatMap(each => each.headers),
    requestHeaders: lineage.flatMap(each => each.requestHeaders),
    routeCookieSecrets: server.routeCookieSecrets.length > 0 ? server.routeCookieSecrets : main.routeCookieSecrets,
    proxyPreserveHost: server.proxyPreserveHost ?? main.proxyPreserveHost ?? false,
    proxyAddHeaders: server.proxyAddHeaders ?? main.proxyAddHeaders ?? true,
    proxyErrorOverride: server.proxyErrorOverride ?? main.proxyErrorOverride ?? false,
    proxyVia: server.proxyVia ?? main.proxyVia ?? 'off',
    proxyMaxForwards: server.proxyMaxForwards ?? main.proxyMaxForwards,
    locationRules: lineage.flatMap(each => [...each.locationRules.values()]),
    proxy100Continue: server.proxy100Continue ?? main.proxy100Continue ?? true,
    proxyErrorReason: server.proxyErrorReason ?? main.proxyErrorReason ?? false,
    proxyRetryBodySize: server.proxyRetryBodySize ?? main.proxyRetryBodySize ?? 65_536,
    traceEnable: server.traceEnable ?? main.traceEnable ?? true,
    limits: { ...defaultLimits, ...main.limits, ...server.limits },
    proxyTimeout: server.proxyTimeout ?? main.proxyTimeout ?? server.timeout ?? timeoutOf(main),
    proxySourceAddress: server.proxySourceAddress ?? main.proxySourceAddress,
    sslProxy: sslProxy(lineage),
    healthChecks: draft.hcheck ? healthChecks(server, draft) : null,
    locations: handlerLocations(lineage),
    proxyStatus: server.proxyStatus ?? main.proxyStatus ?? false,
    documentRoot: server.documentRoot ?? main.documentRoot,
    // A virtual host's come first (merge_alias_config).
    aliases: lineage.toReversed().flatMap(each => each.aliases),
    settings: lineage.map(each => each.settings).reduce(mergeSettings),
    sections: defineSections(lineage),
    errorLog: server.errorLog ?? main.errorLog,
    accessLogs: logging.accessLogs.map(log => accessLog(log, logging.defaultFormat ?? main.defaultFormat, [logging.formats, main.formats, predefined])),
    logLevel: logLevel(server, main),
    tls: defineTls(server, draft),
    ...defineProtocols(server, main),
    place: server.entry === null ? null : { file: server.entry.file, line: server.entry.line }
  }
}

/** Expressions are not inherited. Each balancer is one server's: that of its members, or the main one where there are none yet. */
function healthChecks (server: ServerDraft, { balancers, main }: Draft): HealthCheckRules {
  return {
    expressions: Object.fromEntries([...server.healthChecks.expressions.values()].map(({ name, text }) => [name, text])),
    balancers: [...balancers.values()].filter(({ members: [first] }) => (first?.server ?? main) === server).map(({ name }) => name)
  }
}

/** A balancer's own directives win over all servers', as in httpd. */
function sslProxy (lineage: readonly ServerDraft[]): ServerDefinition['sslProxy'] {
  const ofServers = lineage.map(each => each.sslProxy)
  const names = new Set(lineage.flatMap(each => [...each.sslProxyOfBalancers.keys()]))
  const balancers = [...names].map(name => [
    name, sslProxyRules(...ofServers, ...lineage.map(each => each.sslProxyOfBalancers.get(name) ?? {}))
  ])
  return { ...sslProxyRules(...ofServers), balancers: Object.fromEntries(balancers) }
}

/** Room for the longest request line and field that any server takes. */
export function headerSizeOf (all: readonly ServerDefinition[]): number {
  return Math.max(usualHeaderSize, ...all.map(({ limits }) => limits.line + limits.fieldSize))
}

/** httpd's default is 60 seconds. */
export function timeoutOf (main: ServerDraft): number {
  return main.timeout ?? 60_000
}

/** Rules in sections come behind those that hold everywhere. */
function serversFirst<R extends { readonly location?: SectionPath }> (rules: readonly R[]): R[] {
  return [...rules.filter(({ location }) => location === undefined), ...rules.filter(({ location }) => location !== undefined)]
}

function reverseRule ({ entry, ...rule }: ReverseDraft, draft: Draft): ReverseRule {
  const { url } = rule
  if (isBalancerUrl(url) && findBalancer(draft, url) === undefined) settle(entry, 'refused', `${url}: there is no such balancer`)
  return rule
}

function accessLog ({ format: own, entry, ...log }: AccessLogDraft, defaultFormat: string | null, formats: ReadonlyArray<ReadonlyMap<string, string>>): AccessLog {
  const format = own ?? defaultFormat ?? usualFormat
  const named = formats.find(each => each.has(format))?.get(format)
  // To httpd this is a format: every line of the log would say the same.
  if (named === undefined && !format.includes('%')) settle(entry, 'refused', `no LogFormat is named ${format}`)
  return { ...log, format: named ?? format, place: { file: entry.file, line: entry.line } }
}

/** A level without module overrides inherited levels of modules too. */
function logLevel (server: ServerDraft, main: ServerDraft): LogLevels {
  const inherited = server.logLevel === null ? main.moduleLevels : []
  return {
    level: server.logLevel ?? main.logLevel ?? 'warn',
    modules: Object.fromEntries([...inherited, ...server.moduleLevels])
  }
}
