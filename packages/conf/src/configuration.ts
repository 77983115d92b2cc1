import type { BalancerInput, MemberOptions } from '@fastify-balancer/core'
import type { SectionDefinition, Settings } from './settings.ts'

/** Where a directive stands, for messages: `httpd.conf:12`. */
export interface Place {
  readonly file: string
  readonly line: number
}

/** `Listen`, or an address of `<VirtualHost>`; host null: every address. */
export interface Address {
  readonly host: string | null
  readonly port: number
}

/** A balancer as the file defines it, from all its sections together. */
export interface BalancerDefinition {
  readonly name: string
  readonly parameters: BalancerInput
  readonly members: readonly MemberOptions[]
  readonly place: Place
}

/** The path of a `<Location>`; an expression, where it is a pattern. */
export type SectionPath = string | RegExp

/** `ProxyPass` or `ProxyPassMatch`; `url` is `!` where the path is not proxied. */
export interface ProxyPassRule {
  readonly path: string | RegExp
  readonly url: string
  /** Parameters of the member behind a plain URL. */
  readonly parameters: Readonly<Record<string, string>>
  /** The path is sent as it came. */
  readonly nocanon?: boolean
  /** Paths are matched and sent encoded. */
  readonly mapping?: 'encoded' | 'servlet'
  readonly place: Place
}

/** `ProxyPassReverse`. */
export interface ReverseRule {
  readonly path: string
  readonly url: string
  /** Holds for requests of this `<Location>` alone. */
  readonly location?: SectionPath
}

/** `ProxyPassReverseCookiePath`, `ProxyPassReverseCookieDomain`. */
export interface CookieRule {
  readonly internal: string
  readonly public: string
  /** Holds for requests of this `<Location>` alone. */
  readonly location?: SectionPath
}

/** What `Header` does. */
export type HeaderAction = 'add' | 'append' | 'merge' | 'set' | 'setifempty' | 'unset' | 'edit' | 'edit*' | 'echo'

/** `RequestHeader`: holds for requests to members. */
export interface RequestHeaderRule {
  readonly action: Exclude<HeaderAction, 'echo'>
  readonly name: string
  /** What `edit` and `edit*` look for. */
  readonly pattern?: RegExp
  /** With `%{NAME}e` for variables, `%t`, `%D` and `%%`, in an edit also `$0` to `$9`; left out with `unset` and `echo`. */
  readonly value?: string
  /** Only when this variable is set, or with `!` unset. */
  readonly env?: string
}

/** `Header`: holds for answers. */
export interface HeaderRule extends Omit<RequestHeaderRule, 'action'> {
  /** With `echo` the name is an expression. */
  readonly action: HeaderAction
  /** Also for answers that no member gave. */
  readonly always?: true
}

/** `ProxyErrorOverride`: the statuses of members for which a page of our own stands in; true: 400 to 599. */
export type Statuses = boolean | readonly number[]

/** `ProxyVia`. */
export type ProxyVia = 'off' | 'on' | 'full' | 'block'

/** What holds in a `<Location>`; null: what holds outside. */
export interface LocationRules {
  readonly path: SectionPath
  readonly headers: readonly HeaderRule[]
  readonly requestHeaders: readonly RequestHeaderRule[]
  readonly proxyPreserveHost: boolean | null
  readonly proxyAddHeaders: boolean | null
  readonly proxyErrorOverride: Statuses | null
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'

/** `SSLProxy…`: what TLS to members asks for; what is left out is as by default. Certificates are PEM texts. */
export interface SslProxyRules {
  readonly verify?: 'require' | 'none'
  readonly caCertificate?: string
  /** With its key. */
  readonly machineCertificate?: string
  readonly checkPeerName?: boolean
  readonly checkPeerExpire?: boolean
  readonly protocol?: readonly TlsVersion[]
}

/** `LoadModule lbmethod_NAME_module` of a JavaScript file. */
export interface LbMethodModule {
  /** The NAME, in lower case. */
  readonly name: string
  readonly path: string
  readonly place: Place
}

/** `CustomLog`; the format is resolved: nicknames are looked up. */
export interface AccessLog {
  readonly path: string
  readonly format: string
  /** `env=[!]NAME`: only when that variable is set, or is not; left out: always. */
  readonly condition?: { readonly variable: string, readonly isSet: boolean }
  /** `sample=N`: one of so many lines, and those of answers of 500 and above; left out: all. */
  readonly sample?: number
  readonly place: Place
}

/** `LogLevel`: the server's level and those of single modules, names without `_module` and `mod_`. */
export interface LogLevels {
  readonly level: string
  readonly modules: Readonly<Record<string, string>>
}

/** `Alias`, `AliasMatch`: where the files of a path are; an expression's target has `$1` to `$9`. */
export interface AliasRule {
  readonly path: string | RegExp
  readonly target: string
}

/** What `SetHandler` may name. */
export type Handler = 'balancer-manager' | 'balancer-metrics' | 'heartbeat' | 'server-status'

/** A `<Location>` with a handler of ours. */
export interface HandlerLocation {
  readonly path: string
  readonly handler: Handler
  /** Whether the file says who gets in; else only this machine does. */
  readonly guarded: boolean
  readonly place: Place
}

/** `LimitRequestLine`, `LimitRequestFieldSize`, `LimitRequestFields`, `LimitRequestBody`: bytes, but a number of fields; a body of 0: no limit. */
export interface RequestLimits {
  readonly line: number
  readonly fieldSize: number
  readonly fields: number
  readonly body: number
}

/** A value and where it is said, for who finds out later that it does not work. */
export interface Said {
  readonly value: string
  readonly place: Place
}

/** `SSLVerifyClient`. */
export type VerifyClient = 'none' | 'optional' | 'require'

/** How a server speaks TLS. Files are named, not held: no key is in a configuration. */
export interface TlsDefinition {
  /** `SSLCertificateFile`, each with its `SSLCertificateKeyFile`, or with the key in the same file. */
  readonly certificates: ReadonlyArray<{ readonly certificate: Said, readonly key: Said }>
  /** `SSLCertificateChainFile`. */
  readonly chain: Said | null
  /** `SSLCACertificateFile`: who vouches for clients. */
  readonly ca: Said | null
  readonly verifyClient: VerifyClient
  /** `SSLVerifyDepth`: how many certificates may stand above a client's. */
  readonly verifyDepth: number
  /** `SSLProtocol`, in ascending order. */
  readonly versions: readonly TlsVersion[]
  /** `SSLCipherSuite` for TLS 1.2, as OpenSSL writes it; null: OpenSSL's own choice. */
  readonly cipherSuite: Said | null
  /** `SSLCipherSuite TLSv1.3`; null: OpenSSL's own choice. */
  readonly tls13CipherSuite: Said | null
  /** Whether our order of ciphers counts, not the client's. */
  readonly honorCipherOrder: boolean
  readonly sessionTickets: boolean
}

/** What a connection may speak: `h2` over TLS, `h2c` without. */
export type Protocol = 'h2' | 'h2c' | 'http/1.1'

/** `H2…`: how HTTP/2 is spoken, by all servers. */
export interface Http2Settings {
  /** `H2MaxSessionStreams`: most requests of a connection at once. */
  readonly maxSessionStreams: number
  /** `H2WindowSize`: bytes of a request's body before the client waits. */
  readonly windowSize: number
}

/** What a server checks. */
export interface HealthCheckRules {
  /** `ProxyHCExpr`, by name. */
  readonly expressions: Readonly<Record<string, string>>
  /** The balancers whose members it defines. */
  readonly balancers: readonly string[]
}

/** The main server or one `<VirtualHost>`, with everything it inherits already in it. */
export interface ServerDefinition {
  /** `<VirtualHost>` addresses; empty for the main server. Port null: `*` without port. */
  readonly addresses: ReadonlyArray<{ readonly host: string | null, readonly port: number | null }>
  readonly serverName: string | null
  readonly serverAlias: readonly string[]
  /** Those in `<Location>`s first, the last section's before the others'. */
  readonly proxyPass: readonly ProxyPassRule[]
  /** What a `%2F` in a path is: false: such a path is not found; true: a slash; `nodecode`: an escape. */
  readonly allowEncodedSlashes: boolean | 'nodecode'
  readonly proxyPassReverse: readonly ReverseRule[]
  readonly proxyPassReverseCookiePath: readonly CookieRule[]
  readonly proxyPassReverseCookieDomain: readonly CookieRule[]
  /** In the order in which they are carried out. */
  readonly headers: readonly HeaderRule[]
  readonly requestHeaders: readonly RequestHeaderRule[]
  /** `RouteCookieSecret`: what route cookies are signed with, the first for new ones; empty: they are not. */
  readonly routeCookieSecrets: readonly string[]
  readonly proxyPreserveHost: boolean
  readonly proxyAddHeaders: boolean
  readonly proxyErrorOverride: Statuses
  readonly proxyVia: ProxyVia
  /** null: requests without Max-Forwards get none. */
  readonly proxyMaxForwards: number | null
  /** In the order in which they are carried out, after what holds everywhere. */
  readonly locationRules: readonly LocationRules[]
  /** Whether members say 100 Continue to clients that wait for it. */
  readonly proxy100Continue: boolean
  /** `ProxyErrorReason`: whether error pages say which member failed, and how. */
  readonly proxyErrorReason: boolean
  /** `ProxyRetryBodySize` in bytes. */
  readonly proxyRetryBodySize: number
  /** Whether TRACE is forwarded. */
  readonly traceEnable: boolean
  readonly limits: RequestLimits
  /** Milliseconds; `ProxyTimeout`, else `Timeout`. */
  readonly proxyTimeout: number
  /** `ProxySourceAddress`; null: the system chooses. */
  readonly proxySourceAddress: string | null
  /** For all members, and for those of balancers whose `<Proxy>` says otherwise, by name: each is complete. */
  readonly sslProxy: SslProxyRules & { readonly balancers: Readonly<Record<string, SslProxyRules>> }
  /** null: nothing is said of checks anywhere in the file. */
  readonly healthChecks: HealthCheckRules | null
  readonly locations: readonly HandlerLocation[]
  /** `ProxyStatus`: whether server-status shows the balancers. */
  readonly proxyStatus: boolean
  /** Where files are; null: none are served, but for aliases. */
  readonly documentRoot: string | null
  readonly aliases: readonly AliasRule[]
  /** What is said outside of sections. */
  readonly settings: Settings
  /** In the order in which they are merged: `directory`, `files`, `proxy`, `location`, each later one wins. */
  readonly sections: readonly SectionDefinition[]
  readonly errorLog: string | null
  readonly accessLogs: readonly AccessLog[]
  readonly logLevel: LogLevels
  /** null: `SSLEngine Off`. */
  readonly tls: TlsDefinition | null
  /** The first one that client and server both know is spoken; HTTP/1.1 is always known. */
  readonly protocols: readonly Protocol[]
  /** `ProtocolsHonorOrder`: whether our order counts, not the client's. */
  readonly protocolsHonorOrder: boolean
  readonly place: Place | null
}

/** What there are alerts about. */
export type AlertRule = 'allDown' | 'memberDown' | 'overload' | 'heartbeatLost' | 'drainFinished'

/** What is said of a rule, by the names of the status package's options; times have a unit. */
export interface AlertRuleDefinition {
  readonly for?: string
  readonly keepFiringFor?: string
  /** This and the others are for `overload` only; false: does not matter. */
  readonly busy?: number | false
  readonly errors?: number | false
  readonly least?: number
  readonly p99?: string | false
}

/** `BalancerAlert`, `BalancerAlertWebhook`. */
export interface AlertsDefinition {
  /** false: off; left out: as by default. */
  readonly rules: { readonly [rule in AlertRule]?: false | AlertRuleDefinition }
  /** null: none. */
  readonly webhook: {
    readonly url: string
    readonly secret?: string
    /** With a unit. */
    readonly timeout?: string
    readonly retries?: number
  } | null
}

/** `Heartbeat…`: where servers tell how much they can take. */
export interface HeartbeatSettings {
  /** `address:port` where datagrams are heard; null: nowhere. */
  readonly listen: string | null
  /** `address:port` that this server itself sends them to; null: nowhere. */
  readonly address: string | null
  /** The file; null: none. */
  readonly storage: string | null
  /** Most servers that are remembered. */
  readonly maxServers: number
}

/** What happened to one directive of the file. */
export interface ReportLine extends Place {
  readonly directive: string
  readonly verdict: 'used' | 'ignored'
  /** Why it is ignored, or a warning about it; empty: nothing to say. */
  readonly note: string
}

/** A whole httpd.conf, read. Relative paths are resolved against ServerRoot. */
export interface Configuration {
  readonly serverRoot: string
  readonly listen: readonly Address[]
  /** `Timeout` in milliseconds. */
  readonly timeout: number
  readonly keepAlive: boolean
  /** `KeepAliveTimeout` in milliseconds. */
  readonly keepAliveTimeout: number
  /** `MaxKeepAliveRequests`; 0: no limit. */
  readonly maxKeepAliveRequests: number
  /** Most bytes of a request's head, whatever the server. */
  readonly maxHeaderSize: number
  readonly http2: Http2Settings
  /** Whether server-status has totals and tells of single requests. */
  readonly extendedStatus: boolean
  /** For how many requests in flight server-status has places; they are not limited. */
  readonly maxRequestWorkers: number
  readonly heartbeat: HeartbeatSettings
  readonly pidFile: string | null
  /** `BalancerPersist`: the file that keeps operators' changes, in the `DefaultRuntimeDir`; null: a restart forgets them. */
  readonly balancerPersist: string | null
  /** null: there are none. */
  readonly alerts: AlertsDefinition | null
  /** lbmethods that are to be loaded. */
  readonly modules: readonly LbMethodModule[]
  /** All balancers of the file; every virtual host sees the same ones. */
  readonly balancers: readonly BalancerDefinition[]
  readonly main: ServerDefinition
  readonly virtualHosts: readonly ServerDefinition[]
  /** One line per directive, in the order read. */
  readonly report: readonly ReportLine[]
}
