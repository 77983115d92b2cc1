/** Two apps that share their balancers: the public one forwards, the private one shows and changes how. */
import balancer from '@fastify-balancer/balancer'
import manager from '@fastify-balancer/manager'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/** @param backends URLs of the members */
export async function buildApps (backends: readonly string[]): Promise<{ shop: FastifyInstance, admin: FastifyInstance }> {
  const shop = Fastify()
  await shop.register(balancer, {
    balancers: { shop: { members: backends.map(url => ({ url })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })

  const admin = Fastify()
  await admin.register(balancer, { balancers: shop.balancers })
  await admin.register(manager)
  return { shop, admin }
}
