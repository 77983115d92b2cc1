import { createRequire } from 'node:module'

const { version } = createRequire(import.meta.url)('@fastify-balancer/manager/package.json') as { version: string }

/**
 * What stands behind `Server Version:`. Published clients of the page refuse what is no Apache 2.4.x, and one wants to read
 * OpenSSL's version too.
 */
export const serverVersion: string = `Apache/2.4.71 (fastify-balancer ${version}) OpenSSL/${process.versions.openssl}`
