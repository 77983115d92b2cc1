import type { Balancers } from '@fastify-balancer/core'
import { Journal } from './journal.ts'

interface Kept {
  readonly journal: Journal
  users: number
}

const kept = new WeakMap<Balancers, Kept>()

/** A journal that somebody needs; `release` says that he does not any more. */
export interface KeptJournal {
  readonly journal: Journal
  readonly release: () => void
}

/** The journal of all these balancers, one for all who ask: written from when the first one asks until the last releases it. */
export function keepJournal (balancers: Balancers): KeptJournal {
  const shared = kept.get(balancers) ?? { journal: new Journal(balancers, Date.now), users: 0 }
  kept.set(balancers, shared)
  shared.users++
  let isHeld = true
  return {
    journal: shared.journal,
    release () {
      if (isHeld) shared.users--
      isHeld = false
      if (shared.users > 0) return
      shared.journal.close()
      kept.delete(balancers)
    }
  }
}
