import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { assets } from './assets.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The Cache-Control of a route of the balancer manager. Default `no-store`. */
    balancerManagerCache?: string
  }
}

/** What the page loads besides itself, under its own path; the version in the address lets browsers keep it. */
export function serveAssets (scope: FastifyInstance, base: string): void {
  for (const { name, type, content } of assets) {
    scope.get(`${base}/${name}`, { config: { balancerManagerCache: 'private, max-age=31536000, immutable' } }, function sendAsset (_request: FastifyRequest, reply: FastifyReply) {
      reply.type(type).send(content)
    })
  }
}
