/** Clients stay with their member by a cookie of the balancer's own, which tells them nothing. */
import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * @param backends URLs of the members, which need no routes
 * @param secrets at least 32 characters each: the first signs, the others are still accepted
 */
export async function buildApp (backends: readonly string[], secrets: readonly string[]): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(balancer, {
    balancers: { shop: { routecookie: 'MEMBER', members: backends.map(url => ({ url })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  await app.register(sticky, { secret: secrets })
  return app
}
