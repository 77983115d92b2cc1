import type { FastifyRequest } from 'fastify'
import { findRoute } from '@fastify-balancer/core'
import type { Balancer, Election } from '@fastify-balancer/core'
import type { RequestPath } from '@fastify-balancer/balancer'

/**
 * Finds the route that a request asks for, in its path parameter, query or cookie (`stickysession`), and the member
 * that has it. The Cookie header is read as httpd reads it, which is not how RFC 6265 would: the text is searched for the name.
 */
export function wantedRoute (request: FastifyRequest, balancer: Balancer, election: Election, path: RequestPath): void {
  if (balancer.stickysession === null) return
  findRoute(balancer, election, path.decoded, path.query.slice(1), request.headers.cookie)
  if (election.route === null) return
  request.wantedMember = balancer.members.find(member => member.route === election.route) ?? null
}
