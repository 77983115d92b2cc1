import type { FastifyRequest } from 'fastify'
import type { BalancerMember, Election } from '@fastify-balancer/core'

/** The variables of a request to a balancer: mod_proxy_balancer's, and the reason for the elected member. */
export type BalancerVariable = 'BALANCER_NAME' | 'BALANCER_WORKER_NAME' | 'BALANCER_WORKER_ROUTE' | 'BALANCER_SESSION_STICKY' |
  'BALANCER_SESSION_ROUTE' | 'BALANCER_ROUTE_CHANGED' | 'BALANCER_REASON'

const variables: Readonly<Record<BalancerVariable, (election: Election, member: BalancerMember) => string | null>> = {
  BALANCER_NAME: (_election, { balancer }) => balancer.url,
  BALANCER_WORKER_NAME: (_election, { url }) => url,
  BALANCER_WORKER_ROUTE: (_election, { route }) => route,
  BALANCER_SESSION_STICKY: ({ sticky }) => sticky,
  BALANCER_SESSION_ROUTE: ({ route }) => route,
  BALANCER_ROUTE_CHANGED: ({ routeChanged }) => routeChanged ? '1' : null,
  BALANCER_REASON: ({ reason }) => reason
}

/** Whether that is the name of such a variable. */
export function isBalancerVariable (name: string): name is BalancerVariable {
  return Object.hasOwn(variables, name)
}

/** What a variable of a request is, a balancer's or of its environment; null: it is unset. */
export function requestVariable (request: FastifyRequest, name: string): string | null {
  return (isBalancerVariable(name) ? balancerVariable(request, name) : null) ?? request.environment?.get(name) ?? null
}

/**
 * What a variable says of a request, for headers and logs.
 * @returns null where it is unset; all are, when no member was elected and behind plain URLs
 */
export function balancerVariable ({ balancer: election, server }: Pick<FastifyRequest, 'balancer' | 'server'>, name: BalancerVariable): string | null {
  const member = election?.member ?? null
  if (election === null || member === null || server.balancers.find(member.balancer.name) !== member.balancer) return null
  return variables[name](election, member)
}
