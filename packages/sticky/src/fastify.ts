import type { BalancerMember } from '@fastify-balancer/core'

declare module 'fastify' {
  interface FastifyRequest {
    /** The member that the request's session belongs to, usable or not; null: it belongs to none. */
    wantedMember: BalancerMember | null
  }
}
