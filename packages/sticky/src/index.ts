export { sticky, sticky as default } from './plugin.ts'
