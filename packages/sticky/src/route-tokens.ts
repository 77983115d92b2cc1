import { createHmac } from 'node:crypto'
import type { Balancer, BalancerMember } from '@fastify-balancer/core'

/** What the route cookies of a balancer may say, both ways. */
export interface RouteTokens {
  /** Whom a value stands for. */
  readonly members: ReadonlyMap<string, BalancerMember>
  /** The value that a member's clients get. */
  readonly tokens: ReadonlyMap<BalancerMember, string>
}

/**
 * Makes the values of all members of a balancer: the route, or with a secret something from which nobody learns it and
 * which nobody makes without the secret. A member without route goes by its URL.
 * @param secrets the first makes the values, those of the others are known too; none: values are routes
 */
export function createRouteTokens (balancer: Balancer, secrets: readonly string[]): RouteTokens {
  const [tokenOf, ...older] = secrets.length === 0 ? [plain] : secrets.map(signWith)
  const members = new Map<string, BalancerMember>()
  const tokens = new Map<BalancerMember, string>()
  for (const member of balancer.members) {
    const token = tokenOf!(member)
    tokens.set(member, token)
    for (const known of [token, ...older.map(tokenOf => tokenOf(member))]) {
      // Of several members with one route, elections begin at the first.
      if (!members.has(known)) members.set(known, member)
    }
  }
  return { members, tokens }
}

function plain ({ route, hash }: BalancerMember): string {
  return route === '' ? hash.toString(36) : encodeURIComponent(route)
}

function signWith (secret: string): (member: BalancerMember) => string {
  return ({ balancer, route, url }) => createHmac('sha256', secret).update(`${balancer.name}\0${route === '' ? url : route}`).digest('base64url')
}
