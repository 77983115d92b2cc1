import type { Balancer, Balancers, History } from '@fastify-balancer/core'
import type { DrainDeadlines } from '../drain-deadlines.ts'
import type { Journal } from '../journal.ts'
import type { Origins } from '../origins.ts'

/** How far changes are written to disk. */
export interface Saved {
  /** When the file was written last, in epoch milliseconds; null: not since the start. */
  readonly savedAt: number | null
  /** Why it could not be written; null: it could. */
  readonly error: string | null
}

/** What the JSON API shows and changes. */
export interface ApiContext {
  readonly balancers: Balancers
  readonly history: History
  readonly journal: Journal
  readonly deadlines: DrainDeadlines
  readonly origins: Origins
  readonly proxyPassPath: (balancer: Balancer) => string | null
  /** null: changes are not kept. */
  readonly saved: () => Saved | null
}
