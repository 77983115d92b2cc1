import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { wantedRoute } from './wanted-route.ts'
import './fastify.ts'

async function fastifyBalancerSticky (fastify: FastifyInstance): Promise<void> {
  fastify.decorateRequest('wantedMember', null)
  fastify.addAffinity(wantedRoute)
}

/**
 * Session affinity by `stickysession`: requests go to the member whose route ends their session id. Decorates the
 * request with `wantedMember`. Registered after the balancer plugin.
 */
export const sticky: FastifyPluginAsync = fp(fastifyBalancerSticky, {
  fastify: '5.x',
  name: '@fastify-balancer/sticky',
  dependencies: ['@fastify-balancer/balancer']
})
