/** Who checks a balancer's members, where several apps share the balancer: one of them. */
import type { Balancer } from '@fastify-balancer/core'

interface Claimant {
  readonly adopt: (balancer: Balancer) => void
}

const claims = new WeakMap<Balancer, Claimant[]>()

/** The first who claims a balancer adopts it at once; the next does when that one releases it. */
export function claim (balancer: Balancer, claimant: Claimant): void {
  const claimants = claims.get(balancer) ?? []
  claims.set(balancer, claimants)
  if (claimants.push(claimant) === 1) claimant.adopt(balancer)
}

export function release (balancer: Balancer, claimant: Claimant): void {
  const claimants = claims.get(balancer) ?? []
  const at = claimants.indexOf(claimant)
  if (at === -1) return
  claimants.splice(at, 1)
  if (at === 0) claimants[0]?.adopt(balancer)
}
