import { BadOptionError } from '@fastify-balancer/balancer'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { heartbeatHandler } from './handler.ts'
import type { HeartbeatHandlerOptions } from './handler.ts'
import { startMonitor } from './monitor.ts'
import type { MonitorOptions } from './monitor.ts'
import { checkCount } from './options.ts'

export interface HeartbeatOptions extends MonitorOptions, HeartbeatHandlerOptions {
  /** Where heartbeats are taken by POST, behind the app's prefix. Default: nowhere. */
  readonly path?: string
  /** `HeartbeatMaxServers`: most servers that are remembered; others are not counted. Default 10. */
  readonly maxServers?: number
}

async function fastifyBalancerHeartbeat (app: FastifyInstance, options: HeartbeatOptions): Promise<void> {
  const { listen, storage, maxServers = 10, path, ...access } = options
  checkCount('maxServers', maxServers)
  if (listen === undefined && storage === undefined && path === undefined) throw new BadOptionError('one of listen, storage and path must say where heartbeats come from')
  app.balancers.heartbeats.maxServers = maxServers
  const stop = await startMonitor(app.balancers, { ...(listen === undefined ? {} : { listen }), ...(storage === undefined ? {} : { storage }) }, app.log)
  app.addHook('onClose', stop)
  if (path !== undefined) await app.register(heartbeatHandler, { path, ...access })
}

/**
 * Hears servers tell how many more requests they would serve, for `lbmethod: 'heartbeat'`: by datagrams (`HeartbeatListen`), by
 * POST, or by a file (`HeartbeatStorage`). Registered after the balancer plugin, in one app of those that share balancers.
 * @throws FST_BALANCER_BAD_OPTION
 */
export const heartbeat: FastifyPluginAsync<HeartbeatOptions> = fp(fastifyBalancerHeartbeat, {
  fastify: '5.x',
  name: '@fastify-balancer/heartbeat',
  dependencies: ['@fastify-balancer/balancer']
})
