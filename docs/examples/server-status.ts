/** A plain Fastify app with Apache's /server-status, for exporters and people. */
import balancer from '@fastify-balancer/balancer'
import serverStatus from '@fastify-balancer/status'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'

/** @param backends URLs */
export async function buildApp (backends: readonly string[]): Promise<FastifyInstance> {
  const app = Fastify()
  await app.register(balancer, {
    balancers: { shop: { members: backends.map(url => ({ url })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  await app.register(serverStatus, { requireIp: ['local', '192.168.1'], workers: 100 })
  return app
}
