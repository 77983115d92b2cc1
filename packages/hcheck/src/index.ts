export { hcheck, hcheck as default } from './plugin.ts'
export type { HcheckPluginOptions } from './options.ts'
