import { findRoute } from '@fastify-balancer/core'
import type { Affinity } from '@fastify-balancer/balancer'
import { followSession } from './follow.ts'
import type { Sessions } from './sessions.ts'

/**
 * `stickysession`: finds the route that a request asks for, in its path parameter, query or cookie, and the member that
 * has it. The Cookie header is read as httpd reads it, which is not how RFC 6265 would: the text is searched for the name.
 * @param sessions counts the sessions of balancers that elect by them (bysessions), unless `learn` does
 */
export function createWantedRoute (sessions: Sessions): Affinity {
  return {
    name: 'stickysession',
    find (request, balancer, election, path) {
      if (balancer.stickysession === null) return false
      findRoute(balancer, election, path.decoded, path.query.slice(1), request.headers.cookie)
      const { route } = election
      if (route === null || route === '') return false
      request.wantedMember = balancer.routes.get(route)?.[0] ?? null
      return request.wantedMember !== null
    },
    answered (request, _reply, balancer, election, headers) {
      const { stickysession, lbmethod, learn } = balancer
      if (stickysession === null || lbmethod.name !== 'bysessions' || learn !== '') return
      followSession(sessions, request, stickysession.cookie, election.member!, headers, () => request.wantedMember !== null)
    }
  }
}
