/** Carries operators' changes between the processes that serve the same balancers. */
import { control } from '@fastify-balancer/core'
import type { AppliedChange, Balancers } from '@fastify-balancer/core'

/** A change and its circumstances, as one process tells the others. */
export type SharedChange = Pick<AppliedChange, 'by' | 'at' | 'change'>

/**
 * Tells every change made here, except those that came from elsewhere.
 * @returns applies a change that came from elsewhere; throws FST_BALANCER_* when it does not fit here
 */
export function shareChanges (balancers: Balancers, tell: (change: SharedChange) => void): (change: SharedChange) => void {
  let fromElsewhere = false
  balancers.events.on('change', ({ by, at, change }) => {
    if (!fromElsewhere) tell({ by, at, change })
  })
  return ({ by, at, change }) => {
    // control is synchronous, and so are its listeners: nothing of our own can come in between.
    fromElsewhere = true
    try {
      control(balancers, change, by, at)
    } finally {
      fromElsewhere = false
    }
  }
}
