/** Members are asked every second whether they are ready; who fails twice is out, who passes twice is back. */
import balancer from '@fastify-balancer/balancer'
import hcheck from '@fastify-balancer/hcheck'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/**
 * @param backends URLs of the members
 * @param hcinterval seconds between checks, or with a unit
 */
export async function buildApp (backends: readonly string[], hcinterval: number | string = 1): Promise<FastifyInstance> {
  const app = Fastify()
  const checked = { hcmethod: 'GET', hcuri: '/health', hcinterval, hcfails: 2, hcpasses: 2, hcexpr: 'ready' }
  await app.register(balancer, {
    balancers: { shop: { members: backends.map(url => ({ url, ...checked })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  await app.register(hcheck, {
    expressions: { ready: "%{REQUEST_STATUS} == 200 && resp('X-Ready') != 'no'" }
  })
  app.balancers.events.on('unhealthy', (member, cause) => app.log.warn({ member: member.url, cause }, 'a member is out'))
  return app
}
