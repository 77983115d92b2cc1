/** An lbmethod of the app's own: the member with the fewest requests in flight for its weight. */
import balancer from '@fastify-balancer/balancer'
import type { LbMethod } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

const leastbusy: LbMethod = {
  name: 'leastbusy',
  choose (candidates) {
    return candidates.toSorted((a, b) => a.busy / a.lbfactor - b.busy / b.lbfactor)[0]
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
