export type {
  AccessLog, Address, AlertRule, AlertRuleDefinition, AlertsDefinition, AliasRule, BalancerDefinition, Configuration, CookieRule, Handler, HandlerLocation,
  HeaderAction, HeaderRule, HealthCheckRules, HeartbeatSettings, Http2Settings,
  LbMethodModule, LocationRules, LogLevels, Place, Protocol, ProxyPassRule, ProxyVia, ReportLine, RequestHeaderRule, RequestLimits,
  ReverseRule, Said, SectionPath, ServerDefinition, SslProxyRules, Statuses, TlsDefinition, TlsVersion, VerifyClient
} from './configuration.ts'
export { ConfigurationError } from './errors.ts'
export { printReport } from './print.ts'
export { readConfiguration } from './read-configuration.ts'
export type { ReadOptions } from './read-configuration.ts'
export type { Entry } from './report.ts'
export { mergeSettings, saysSomething } from './settings.ts'
export type { ErrorDocument, MethodLimit, NamedFile, RedirectRule, Requirement, RequirementType, SectionDefinition, SectionKind, SetEnvIfRule, Settings, Variable } from './settings.ts'
