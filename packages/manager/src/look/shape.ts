import { hash } from '@fastify-balancer/core'
import type { BalancerView } from '../page/view.ts'

/** Tells which rows a page has: another shape means that members came or went. */
export function shapeOf (balancers: readonly BalancerView[]): string {
  const rows = balancers.map(({ balancer, looks }) => [balancer.name, ...looks.map(({ member }) => `${member.socketPath ?? ''}|${member.url}`)].join(' '))
  return (hash(rows.join('\n')) >>> 0).toString(36)
}
