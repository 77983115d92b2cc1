import type { Balancer, BalancerMember, Balancers } from '@fastify-balancer/core'

/** What a request is about. A member is never selected without its balancer. */
export interface Selection {
  readonly balancer?: Balancer | undefined
  readonly member?: BalancerMember | undefined
}

/** Finds the balancer that `b` names and its member that `w` names. */
export function select (balancers: Balancers, parameters: ReadonlyMap<string, string>): Selection {
  const balancer = balancers.find(parameters.get('b') ?? '')
  if (balancer === undefined) return {}
  return { balancer, member: findMemberOf(balancer, parameters.get('w') ?? '') }
}

/** The member whose URL is the longest beginning of that URL, as httpd finds workers, though by whole path segments. */
export function findMemberOf (balancer: Balancer, text: string): BalancerMember | undefined {
  const url = URL.parse(text)
  if (url === null) return undefined
  const wanted = `${url.protocol}//${url.host}${url.pathname}`
  const found = balancer.members.filter(member => wanted === member.url || wanted.startsWith(`${member.url}/`))
  return found.sort((a, b) => b.url.length - a.url.length)[0]
}
