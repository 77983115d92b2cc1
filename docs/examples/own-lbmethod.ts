/** An lbmethod of the app's own: the member with the fewest requests in flight for its weight. */
import balancer from '@fastify-balancer/balancer'
import type { LbMethod } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

const leastbusy: LbMethod = {
  name: 'leastbusy',
  choose (candidates) {
    return candidates.reduce((best, member) => member.busy / member.lbfactor < best.busy / best.lbfactor ? member : best)
  }
}

/** @param backends URLs of the members */
export async function buildApp (backends: readonly string[]): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(balancer, {
    lbMethods: [leastbusy],
    balancers: { shop: { lbmethod: 'leastbusy', members: backends.map(url => ({ url })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  return app
}
