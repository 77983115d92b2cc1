export { serverStatus as default, serverStatus } from './server-status/server-status.ts'
export type { ServerStatusOptions } from './server-status/options.ts'
