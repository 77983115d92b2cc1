export { sticky, sticky as default } from './plugin.ts'
export type { StickyPluginOptions } from './options.ts'
