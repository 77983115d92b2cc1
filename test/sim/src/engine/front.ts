import { Balancers, createElection } from '@fastify-balancer/core'
import type { Balancer, Election, LbMethod } from '@fastify-balancer/core'
import { randomFor } from '../random.ts'

/** A way to balance that is to be judged: an lbmethod of core by its name, or one to compare it with. */
export interface Policy {
  readonly label: string
  readonly lbmethod: string | ((random: () => number) => LbMethod)
}

/** A balancer as it would run in one process, with the one election that its requests take in turns. */
export interface Front {
  readonly balancer: Balancer
  readonly election: Election
}

/** @param parameters further parameters of the balancer, such as loadbound */
export function createFront (policy: Policy, members: number, seed: number, parameters: object = {}): Front {
  const random = randomFor(seed, 'lbmethod')
  const balancers = new Balancers(() => '', random)
  const { lbmethod } = policy
  const added = typeof lbmethod === 'string' ? null : lbmethod(random)
  if (added !== null) balancers.addLbMethod(added)
  const balancer = balancers.add('sim', {
    ...parameters,
    lbmethod: added?.name ?? lbmethod,
    members: Array.from({ length: members }, (_, i) => ({ url: `http://member-${i}` }))
  })
  return { balancer, election: createElection(null) }
}
