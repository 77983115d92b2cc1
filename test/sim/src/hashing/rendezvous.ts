import { elect } from '@fastify-balancer/core'
import { createFront } from '../engine/front.ts'
import type { Scheme } from './scheme.ts'

/** Core's bysource: weighted rendezvous hashing. Nothing is in flight here, so that no bound is reached. */
export const rendezvous: Scheme = members => {
  const { balancer, election } = createFront({ label: 'rendezvous', lbmethod: 'bysource' }, members.length, 0)
  return key => {
    election.source = key
    return balancer.members.indexOf(elect(balancer, election, 0)!)
  }
}
