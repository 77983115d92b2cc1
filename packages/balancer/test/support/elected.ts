import type { FastifyRequest } from 'fastify'
import { Balancers, createElection } from '@fastify-balancer/core'
import type { Election } from '@fastify-balancer/core'

/** A request that a member of `balancer://shop` was elected for, as headers and logs see it. */
export function electedRequest (given: Partial<Election> = {}): FastifyRequest {
  const balancers = new Balancers(() => '')
  const member = balancers.add('Shop', { members: [{ url: 'http://a.local', route: 'a' }] }).members[0]!
  const balancer: Election = {
    ...createElection(null), member, sticky: 'SID', route: 'b', reason: 'failover', routeChanged: true, ...given
  }
  return { balancer, server: { balancers } } as FastifyRequest
}
