import { createRequire } from 'node:module'

const { version } = createRequire(import.meta.url)('@fastify-balancer/status/package.json') as { version: string }

/** What stands behind `ServerVersion:`. Exporters look for Apache and its version there. */
export const serverVersion: string = `Apache/2.4.71 (fastify-balancer ${version})`
