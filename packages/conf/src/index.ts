export type {
  AccessLog, Address, BalancerDefinition, BalancerVariable, Configuration, CookieRule, HandlerLocation, HeaderAction, HeaderRule,
  LbMethodModule, LogLevels, Place, ProxyPassRule, ReportLine, ReverseRule, SectionPath, ServerDefinition, SslProxyRules, TlsVersion
} from './configuration.ts'
export { ConfigurationError } from './errors.ts'
export { printReport } from './print.ts'
export { readConfiguration } from './read-configuration.ts'
export type { ReadOptions } from './read-configuration.ts'
export type { Entry } from './report.ts'
