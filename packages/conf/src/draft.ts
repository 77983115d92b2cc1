/** What was read so far: the configuration while it is still being written, nothing inherited yet. */
import type { MemberOptions } from '@fastify-balancer/core'
import { createHealthChecks } from './health-checks.ts'
import type { HealthChecksDraft } from './health-checks.ts'
import { createHeaderSettings } from './location-rules.ts'
import type { HeaderSettings, LocationRulesDraft } from './location-rules.ts'
import type {
  AccessLog, Address, AlertsDefinition, AliasRule, CookieRule, Handler, LbMethodModule, Protocol, ProxyPassRule, ProxyVia, RequestLimits, ReverseRule,
  ServerDefinition, TlsDefinition
} from './configuration.ts'
import type { Entry } from './report.ts'
import type { SslProxyDraft } from './ssl-proxy.ts'
import { nothingSaid } from './settings.ts'
import type { Requirement, SectionDefinition, Settings } from './settings.ts'

/** A parameter of a balancer and who gave it. */
export interface ParameterDraft {
  readonly value: string
  readonly server: ServerDraft
  readonly entry: Entry
}

export interface MemberDraft {
  readonly options: MemberOptions
  /** The URL that tells members apart. */
  readonly identity: string
  readonly server: ServerDraft
  readonly entry: Entry
}

export interface BalancerDraft {
  readonly name: string
  readonly url: string
  /** Where it is mentioned first. */
  readonly entry: Entry
  readonly parameters: Map<string, ParameterDraft>
  readonly members: MemberDraft[]
}

/** Settings that are still being written. */
export type SettingsDraft = { -readonly [Name in keyof Settings]: Settings[Name] }

/** A container of `Require`s that is still being filled. */
export type RequirementsDraft = Requirement & { readonly of: Requirement[] }

/** `<Location>`, `<Proxy>`, `<Directory>`, `<Files>`. */
export interface SectionDraft extends Omit<SectionDefinition, 'settings'> {
  readonly entry: Entry
  handler: Handler | null
  readonly settings: SettingsDraft
  /** The `Require`s, of which one is enough. */
  readonly requirements: RequirementsDraft
}

export interface ReverseDraft extends ReverseRule {
  readonly entry: Entry
}

/** `format` is a nickname or a format; null: that of `LogFormat` without nickname. */
export interface AccessLogDraft extends Omit<AccessLog, 'place' | 'format'> {
  readonly format: string | null
  readonly entry: Entry
}

/** A file that a directive names. */
export interface FileDraft {
  readonly path: string
  readonly entry: Entry
}

export type TlsSettings = Omit<TlsDefinition, 'certificates'>

/** The `SSL…` directives of a server. */
export interface TlsDraft {
  /** The last `SSLEngine`; null: none. */
  engine: { readonly on: boolean, readonly entry: Entry } | null
  readonly certificates: FileDraft[]
  readonly keys: FileDraft[]
  /** The last `SSLVerifyClient`; null: none. */
  verifyEntry: Entry | null
  readonly settings: { -readonly [name in keyof TlsSettings]?: TlsSettings[name] }
}

/** `Listen`; protocol null: not said. */
export interface ListenDraft extends Address {
  readonly protocol: 'http' | 'https' | null
  readonly entry: Entry
}

/** The main server or a `<VirtualHost>`; null: it says nothing. */
export interface ServerDraft extends HeaderSettings {
  readonly addresses: ServerDefinition['addresses']
  /** Its `<VirtualHost>`; null: the main server. */
  readonly entry: Entry | null
  serverName: string | null
  readonly serverAlias: string[]
  readonly proxyPass: ProxyPassRule[]
  /** `ProxyPass` in `<Location>`s: tried before the others, the last one first. */
  readonly locationProxyPass: ProxyPassRule[]
  allowEncodedSlashes: ServerDefinition['allowEncodedSlashes'] | null
  readonly proxyPassReverse: ReverseDraft[]
  readonly proxyPassReverseCookiePath: CookieRule[]
  readonly proxyPassReverseCookieDomain: CookieRule[]
  routeCookieSecrets: readonly string[]
  proxyVia: ProxyVia | null
  proxyMaxForwards: number | null
  /** By their sections. */
  readonly locationRules: Map<SectionDraft, LocationRulesDraft>
  proxy100Continue: boolean | null
  proxyErrorReason: boolean | null
  proxyRetryBodySize: number | null
  traceEnable: boolean | null
  readonly limits: { -readonly [name in keyof RequestLimits]?: number }
  proxyTimeout: number | null
  timeout: number | null
  proxySourceAddress: string | null
  proxyStatus: boolean | null
  readonly healthChecks: HealthChecksDraft
  readonly sslProxy: SslProxyDraft
  /** By the balancer's name. */
  readonly sslProxyOfBalancers: Map<string, SslProxyDraft>
  documentRoot: string | null
  readonly aliases: AliasRule[]
  /** What is said outside of sections. */
  readonly settings: SettingsDraft
  readonly sections: SectionDraft[]
  errorLog: string | null
  readonly accessLogs: AccessLogDraft[]
  /** `LogFormat`s by nickname. */
  readonly formats: Map<string, string>
  /** `LogFormat` without nickname, which may be one. */
  defaultFormat: string | null
  logLevel: string | null
  readonly moduleLevels: Map<string, string>
  readonly tls: TlsDraft
  readonly protocols: Protocol[]
  protocolsHonorOrder: boolean | null
  h2Direct: boolean | null
}

/** `Heartbeat…`; null: not said. */
export interface HeartbeatDraft {
  listen: { readonly text: string, readonly entry: Entry } | null
  address: { readonly text: string, readonly entry: Entry } | null
  storage: string | null
  maxServers: number | null
}

export interface Draft {
  readonly serverRoot: string
  readonly runtimeDir: string
  readonly modules: readonly LbMethodModule[]
  /** That of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly listen: ListenDraft[]
  keepAlive: boolean
  keepAliveTimeout: number
  maxKeepAliveRequests: number
  maxSessionStreams: number
  windowSize: number
  extendedStatus: boolean
  maxRequestWorkers: number
  readonly heartbeat: HeartbeatDraft
  pidFile: string | null
  balancerPersist: boolean
  /** `BalancerAlert`, by rule; null: there are no alerts. */
  alerts: { -readonly [rule in keyof AlertsDefinition['rules']]: AlertsDefinition['rules'][rule] } | null
  alertWebhook: AlertsDefinition['webhook']
  /** Members may be checked: the module is loaded, or something is said of checks. */
  hcheck: boolean
  readonly balancers: Map<string, BalancerDraft>
  readonly main: ServerDraft
  readonly virtualHosts: ServerDraft[]
}

/** With httpd's defaults. */
export function createDraft (serverRoot: string, runtimeDir: string, modules: readonly LbMethodModule[], environment: Draft['environment']): Draft {
  return {
    serverRoot,
    runtimeDir,
    modules,
    environment,
    listen: [],
    keepAlive: true,
    keepAliveTimeout: 5_000,
    maxKeepAliveRequests: 100,
    maxSessionStreams: 100,
    windowSize: 65_535,
    extendedStatus: true,
    maxRequestWorkers: 400,
    heartbeat: { listen: null, address: null, storage: null, maxServers: null },
    pidFile: null,
    balancerPersist: false,
    alerts: null,
    alertWebhook: null,
    hcheck: false,
    balancers: new Map(),
    main: createServer([], null),
    virtualHosts: []
  }
}

export function createServer (addresses: ServerDraft['addresses'], entry: Entry | null): ServerDraft {
  return {
    addresses,
    entry,
    serverName: null,
    serverAlias: [],
    proxyPass: [],
    locationProxyPass: [],
    allowEncodedSlashes: null,
    proxyPassReverse: [],
    proxyPassReverseCookiePath: [],
    proxyPassReverseCookieDomain: [],
    routeCookieSecrets: [],
    ...createHeaderSettings(),
    proxyVia: null,
    proxyMaxForwards: null,
    locationRules: new Map(),
    proxy100Continue: null,
    proxyErrorReason: null,
    proxyRetryBodySize: null,
    traceEnable: null,
    limits: {},
    proxyTimeout: null,
    timeout: null,
    proxySourceAddress: null,
    proxyStatus: null,
    healthChecks: createHealthChecks(),
    sslProxy: {},
    sslProxyOfBalancers: new Map(),
    documentRoot: null,
    aliases: [],
    settings: { ...nothingSaid },
    sections: [],
    errorLog: null,
    accessLogs: [],
    formats: new Map(),
    defaultFormat: null,
    logLevel: null,
    moduleLevels: new Map(),
    tls: { engine: null, certificates: [], keys: [], verifyEntry: null, settings: {} },
    protocols: [],
    protocolsHonorOrder: null,
    h2Direct: null
  }
}

export function createSection (section: Pick<SectionDraft, 'kind' | 'match' | 'within' | 'entry'>): SectionDraft {
  return { ...section, handler: null, settings: { ...nothingSaid }, requirements: anyOf() }
}

/** One `Require` is enough, where nothing else is said. */
export function anyOf (): RequirementsDraft {
  return { type: 'any', words: [], not: false, limit: null, of: [] }
}
