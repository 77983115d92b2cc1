export type {
  AccessLog, Address, AliasRule, BalancerDefinition, Configuration, CookieRule, HandlerLocation, HeaderAction, HeaderRule,
  LbMethodModule, LocationRules, LogLevels, Place, ProxyPassRule, ProxyVia, ReportLine, RequestHeaderRule, ReverseRule,
  SectionPath, ServerDefinition, SslProxyRules, Statuses, TlsVersion
} from './configuration.ts'
export { ConfigurationError } from './errors.ts'
export { printReport } from './print.ts'
export { readConfiguration } from './read-configuration.ts'
export type { ReadOptions } from './read-configuration.ts'
export type { Entry } from './report.ts'
export { mergeSettings } from './settings.ts'
export type { MethodLimit, NamedFile, Requirement, RequirementType, SectionDefinition, SectionKind, SetEnvIfRule, Settings, Variable } from './settings.ts'
