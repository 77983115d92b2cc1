/** httpd's log levels that we use, gravest first. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace1' | 'trace2'

/** A log message with httpd's number, module and level; the text is made only when somebody reads it. */
export interface LogMessage<A extends readonly unknown[] = readonly never[]> {
  /** Such as `AH01161`; operators grep for it. */
  readonly ah: string
  /** The module that `LogLevel module:level` names, without `_module`. */
  readonly module: string
  readonly level: LogLevel
  readonly text: (...values: A) => string
}

/** Where messages go. */
export type Log = <A extends readonly unknown[]>(message: LogMessage<A>, ...values: A) => void

export const AH00932: LogMessage<[member: string]> = {
  ah: 'AH00932', module: 'proxy', level: 'debug', text: member => `worker ${member} has been marked for retry`
}
export const AH00933: LogMessage<[member: string]> = {
  ah: 'AH00933', module: 'proxy', level: 'debug', text: member => `worker ${member}: too soon to retry`
}
export const AH03305: LogMessage<[member: string]> = {
  ah: 'AH03305', module: 'proxy', level: 'debug', text: member => `worker ${member} is stopped and is not retried`
}
export const AH01159: LogMessage<[value: string, name: string]> = {
  ah: 'AH01159', module: 'proxy_balancer', level: 'debug', text: (value, name) => `found value ${value} in the URL for stickysession ${name}`
}
export const AH01160: LogMessage<[value: string, name: string]> = {
  ah: 'AH01160', module: 'proxy_balancer', level: 'debug', text: (value, name) => `found value ${value} in a cookie for stickysession ${name}`
}
export const AH01161: LogMessage<[route: string, elected: string, member: string]> = {
  ah: 'AH01161', module: 'proxy_balancer', level: 'debug', text: (route, _elected, member) => `found route ${route}: worker ${member}`
}
export const AH01162: LogMessage<[route: string, elected: string, member: string]> = {
  ah: 'AH01162', module: 'proxy_balancer', level: 'debug', text: (route, elected, member) => `route changed from ${route} to ${elected}: worker ${member}`
}
export const AH01165: LogMessage<[balancer: string, member: string]> = {
  ah: 'AH01165', module: 'proxy_balancer', level: 'debug', text: (balancer, member) => `${balancer}: forcing recovery of worker ${member}`
}
export const AH01167: LogMessage<[balancer: string, route: string]> = {
  ah: 'AH01167', module: 'proxy_balancer', level: 'error', text: (balancer, route) => `${balancer}: all workers are in error state for route ${route}`
}
export const AH10122: LogMessage<[lbmethod: string, balancer: string]> = {
  ah: 'AH10122', module: 'proxy', level: 'debug', text: (lbmethod, balancer) => `entering ${lbmethod} for ${balancer}`
}
export const AH10123: LogMessage<[lbmethod: string, member: string, busy: number, lbstatus: number]> = {
  ah: 'AH10123', module: 'proxy', level: 'debug', text: (lbmethod, member, busy, lbstatus) => `${lbmethod} selected worker ${member}: busy ${busy}, lbstatus ${lbstatus}`
}
