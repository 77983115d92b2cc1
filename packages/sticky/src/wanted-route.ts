import { cutRoute, cutSession, findRoute } from '@fastify-balancer/core'
import type { Balancer, SessionKey, Sessions } from '@fastify-balancer/core'
import type { Affinity } from '@fastify-balancer/balancer'
import { followSession } from './follow.ts'
import { sessionKey } from './session-key.ts'

/**
 * `stickysession`: finds the route that a request asks for, in its path parameter, query or cookie, and the member that
 * has it. The Cookie header is read as httpd reads it, which is not how RFC 6265 would: the text is searched for the name.
 * @param sessions remembers the sessions that have a route, unless `learn` does: by their ids without it, so that a
 * session that gets another route is the same still
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
      const { stickysession, learn } = balancer
      if (stickysession === null || learn !== '') return
      const { session } = election
      const carried = session === null || request.wantedMember === null ? null : keyOfSession(balancer, session)
      const setCookie = headers['set-cookie']
      if (carried === null && setCookie === undefined) return
      followSession(sessions, { cookie: stickysession.cookie, keyOf: value => cutRoute(value, balancer.stickysessionsep) === null ? null : keyOfValue(balancer, value) }, carried, election, setCookie, Date.now())
    }
  }
}

/** What the session of a cookie's value is remembered by, with route or without; null: it has no id. */
export function keyOfValue (balancer: Balancer, value: string): SessionKey | null {
  const session = cutSession(value, balancer.stickysessionsep)
  return session === null ? null : keyOfSession(balancer, session)
}

function keyOfSession (balancer: Balancer, session: string): SessionKey {
  return sessionKey(balancer, balancer.stickysession!.cookie, session)
}
