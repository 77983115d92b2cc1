import type { Affinity } from '@fastify-balancer/balancer'
import type { Balancer } from '@fastify-balancer/core'
import type { SerializeOptions } from '@fastify/cookie'
import { readCookie } from './cookies.ts'
import { createRouteTokens } from './route-tokens.ts'
import type { RouteTokens } from './route-tokens.ts'

/** Writes a Set-Cookie, as @fastify/cookie does. */
export type Serialize = (name: string, value: string, options: SerializeOptions) => string

/** An affinity that knows values by heart, until it is told that members may have changed. */
export interface RouteCookie extends Affinity {
  readonly forget: () => void
}

/**
 * `routecookie=NAME`: the balancer's own cookie, which says where a client belongs. Written when it does not say who was
 * elected.
 */
export function createRouteCookie (secrets: readonly string[], serialize: Serialize): RouteCookie {
  const known = new Map<Balancer, RouteTokens>()

  function tokensOf (balancer: Balancer): RouteTokens {
    let tokens = known.get(balancer)
    if (tokens === undefined) known.set(balancer, tokens = createRouteTokens(balancer, secrets))
    return tokens
  }

  return {
    name: 'routecookie',
    find (request, balancer, election) {
      if (balancer.routecookie === '') return false
      const token = readCookie(request.headers.cookie, balancer.routecookie)
      const member = token === null ? undefined : tokensOf(balancer).members.get(token)
      if (member === undefined) return false
      request.wantedMember = member
      election.sticky = balancer.routecookie
      // By its route it may be redirected, or be any of several; without one it can only be itself.
      if (member.route === '') election.learned = member
      else election.route = member.route
      return true
    },
    answered (request, _reply, balancer, election, headers) {
      if (balancer.routecookie === '') return
      const token = tokensOf(balancer).tokens.get(election.member!)
      // A member that has left meanwhile has none.
      if (token === undefined) return
      if (readCookie(request.headers.cookie, balancer.routecookie) === token) return
      headers['set-cookie'] = [...headers['set-cookie'] ?? [], serialize(balancer.routecookie, token, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: request.protocol === 'https',
        encode: String
      })]
    },
    forget: () => known.clear()
  }
}
