import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { BalancerMember } from '@fastify-balancer/core'

const kWantedMember = Symbol('fastify-balancer.wanted-member')

type Carrier = FastifyRequest & { [kWantedMember]?: BalancerMember | null }

/** Decorates requests with `wantedMember`: by accessors, because scopes that are there already, such as ProxyPass's, miss plain values. */
export function decorateWantedMember (fastify: FastifyInstance): void {
  fastify.decorateRequest('wantedMember', {
    getter (this: Carrier) { return this[kWantedMember] ?? null },
    setter (this: Carrier, member: BalancerMember | null) { this[kWantedMember] = member }
  })
}
