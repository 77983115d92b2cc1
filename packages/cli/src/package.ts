/** Where this package is, the same from its source and from what was built of it. */
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

export const version: string = require('fastify-balancer/package.json').version

/** The configuration of the demo. */
export const demoFile: string = join(dirname(require.resolve('fastify-balancer/package.json')), 'demo', 'httpd.conf')

/** The path of a module of ours that another process is to run, such as `./worker`. */
export function modulePath (name: string): string {
  const here = fileURLToPath(import.meta.url)
  return join(dirname(here), name + extname(here))
}
