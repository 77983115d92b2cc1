import type { LogMessage } from '@fastify-balancer/core'

export const AH00898: LogMessage<[reason: string, uri: string]> = {
  ah: 'AH00898', module: 'proxy', level: 'error', text: (reason, uri) => `${reason} returned by ${uri}`
}
export const AH00957: LogMessage<[member: string, reason: string]> = {
  ah: 'AH00957', module: 'proxy', level: 'error', text: (member, reason) => `attempt to connect to ${member} failed: ${reason}`
}
export const AH00959: LogMessage<[member: string, seconds: number]> = {
  ah: 'AH00959', module: 'proxy', level: 'error', text: (member, seconds) => `disabling worker ${member} for ${seconds}s`
}
export const AH01102: LogMessage<[member: string, reason: string]> = {
  ah: 'AH01102', module: 'proxy_http', level: 'error', text: (member, reason) => `error reading status line from ${member}: ${reason}`
}
export const AH01110: LogMessage<[member: string, reason: string]> = {
  ah: 'AH01110', module: 'proxy_http', level: 'error', text: (member, reason) => `error reading the response body from ${member}: ${reason}`
}
export const AH01136: LogMessage<[]> = {
  ah: 'AH01136', module: 'proxy', level: 'warn', text: () => 'nocanon is ignored: only the decoded path matches ProxyPass, not the path as it came'
}
export const AH01143: LogMessage<[member: string, attempt: number, reason: string]> = {
  ah: 'AH01143', module: 'proxy', level: 'debug', text: (member, attempt, reason) => `running ${member}, attempt ${attempt}, elected by ${reason}`
}
export const AH01170: LogMessage<[balancer: string]> = {
  ah: 'AH01170', module: 'proxy_balancer', level: 'error', text: balancer => `${balancer}: all workers are in error state`
}
export const AH01171: LogMessage<[balancer: string]> = {
  ah: 'AH01171', module: 'proxy_balancer', level: 'error', text: balancer => `${balancer}: no workers in balancer`
}
export const AH01172: LogMessage<[balancer: string, url: string]> = {
  ah: 'AH01172', module: 'proxy_balancer', level: 'debug', text: (balancer, url) => `${balancer}: rewritten to ${url}`
}
export const AH01174: LogMessage<[member: string, status: number]> = {
  ah: 'AH01174', module: 'proxy_balancer', level: 'error', text: (member, status) => `forcing worker ${member} into error state because of status ${status} (failonstatus)`
}
export const AH02460: LogMessage<[member: string]> = {
  ah: 'AH02460', module: 'proxy_balancer', level: 'error', text: member => `forcing worker ${member} into error state because it did not answer in time (failontimeout)`
}
export const AH03461: LogMessage<[path: string, rule: string]> = {
  ah: 'AH03461', module: 'proxy', level: 'trace2', text: (path, rule) => `attempting to match ${path} against ${rule}`
}
export const AH03464: LogMessage<[path: string, rule: string]> = {
  ah: 'AH03464', module: 'proxy', level: 'trace1', text: (path, rule) => `${path} matched ${rule}`
}
