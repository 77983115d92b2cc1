/** Backends tell once a second how many more requests they would serve, and the balancer sends requests there. */
import balancer from '@fastify-balancer/balancer'
import heartbeat, { heartbeatSender } from '@fastify-balancer/heartbeat'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * @param backends URLs of the members, by address
 * @param listen where heartbeats arrive: a multicast group or an address of this machine, with a port
 */
export async function buildApp (backends: readonly string[], listen: string): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(balancer, {
    balancers: { api: { lbmethod: 'heartbeat', members: backends.map(url => ({ url })) } },
    proxyPass: [{ path: '/', url: 'balancer://api/' }]
  })
  await app.register(heartbeat, { listen })
  return app
}

/**
 * @param address where balancers listen for heartbeats
 * @param port where this backend listens, as the member's URL has it
 */
export async function buildBackend (address: string, port: number): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(heartbeatSender, { address, port, concurrency: 100 })
  app.get('/', async () => `served on port ${port}`)
  return app
}
