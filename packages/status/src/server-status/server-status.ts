import type {} from '@fastify-balancer/balancer'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { readOptions } from './options.ts'
import type { ServerStatusOptions } from './options.ts'

async function fastifyServerStatus (app: FastifyInstance, options: ServerStatusOptions): Promise<void> {
  const { path } = readOptions(options)
  app.get(path, async request => `${request.hostname}\n`)
}

/**
 * httpd's server-status page, for the balancers that `@fastify-balancer/balancer` decorated the app with.
 * @throws FST_BALANCER_STATUS_BAD_OPTION
 */
export const serverStatus: FastifyPluginAsync<ServerStatusOptions> = fp(fastifyServerStatus, {
  fastify: '5.x',
  name: '@fastify-balancer/server-status',
  dependencies: ['@fastify-balancer/balancer']
})
