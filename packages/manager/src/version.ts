import { statSync } from 'node:fs'
import { createRequire } from 'node:module'

const manifest = createRequire(import.meta.url)('@fastify-balancer/manager/package.json') as { version: string }

/** Of this package. */
export const version: string = manifest.version

/**
 * What stands behind `Server Version:`. Published clients of the page refuse what is no Apache 2.4.x, and one wants to read
 * OpenSSL's version too.
 */
export const serverVersion: string = `Apache/2.4.71 (fastify-balancer ${version}) OpenSSL/${process.versions.openssl}`

/** What stands behind `Server Built:`, which clients read as a date: when this file came to this machine. */
export const serverBuilt: string = statSync(import.meta.filename).ctime.toISOString().slice(0, 19)
