import type { Balancers } from '@fastify-balancer/core'
import { DrainDeadlines } from './drain-deadlines.ts'
import type { Journal } from './journal.ts'
import { keepJournal } from './keep-journal.ts'
import type { KeptJournal } from './keep-journal.ts'
import { Origins } from './origins.ts'

/** What all who manage the same balancers have in common. */
export interface Records {
  readonly journal: Journal
  readonly origins: Origins
  readonly deadlines: DrainDeadlines
}

/** Records that somebody needs; `release` says that he does not any more. */
export interface KeptRecords extends Records {
  readonly release: () => void
}

interface Kept {
  readonly records: Records
  readonly journal: KeptJournal
  users: number
}

const kept = new WeakMap<Balancers, Kept>()

/**
 * The records of all these balancers, one for all who ask: from when the first one asks until the last releases them. What
 * the balancers are then is taken for their configuration.
 */
export function keepRecords (balancers: Balancers): KeptRecords {
  const shared = kept.get(balancers) ?? begin(balancers)
  shared.users++
  let isHeld = true
  return {
    ...shared.records,
    release () {
      if (isHeld) shared.users--
      isHeld = false
      if (shared.users > 0) return
      shared.records.deadlines.close()
      shared.records.origins.close()
      shared.journal.release()
      kept.delete(balancers)
    }
  }
}

function begin (balancers: Balancers): Kept {
  const journal = keepJournal(balancers)
  const origins = new Origins(balancers)
  const shared = { journal, users: 0, records: { journal: journal.journal, origins, deadlines: new DrainDeadlines(balancers, journal.journal) } }
  kept.set(balancers, shared)
  return shared
}
