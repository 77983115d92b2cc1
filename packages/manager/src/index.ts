export { manager as default, manager } from './manager.ts'
export type { ManagerOptions } from './options.ts'
