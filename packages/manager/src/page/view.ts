import type { HealthChecks } from '@fastify-balancer/balancer'
import type { BalancerSnapshot, MemberSeries, MemberSnapshot, Reason, SessionAges } from '@fastify-balancer/core'
import type { Edit, JournalEvent } from '../journal.ts'
import type { MemberLook } from '../look/member-look.ts'
import type { Preview } from './preview-panel.ts'

/** What the page shows of a balancer. */
export interface BalancerView {
  readonly balancer: BalancerSnapshot
  /** The token of its links and forms. */
  readonly nonce: string
  /** httpd's name for its place in memory, such as `p4e8f133e_mycluster`. */
  readonly id: string
  /** The path that is handed to it; `/`: not known. */
  readonly path: string
  /** Its members, and what is made of their numbers. */
  readonly looks: readonly MemberLook[]
  /** The highest rate that its charts have to show, in requests a second. */
  readonly highest: number
  /** What stands upright in its charts, as the `d` of a path. */
  readonly marks: string
  /** For which reasons its last elections were made. */
  readonly reasons: Readonly<Record<Reason, number>>
}

/** The balancers, and what became of requests of late: what of the page moves. */
export interface Scene {
  /** Epoch milliseconds. */
  readonly now: number
  /** The last minutes of all balancers together. */
  readonly totals: MemberSeries
  readonly balancers: readonly BalancerView[]
  /** Oldest first. */
  readonly events: readonly JournalEvent[]
}

/** A form that was sent, and comes back as it was filled in. */
export interface Draft {
  readonly texts: ReadonlyMap<string, string>
  /** What it would do; null: that was not asked for. */
  readonly preview: Preview | null
  /** Why nothing was done, though it was asked for; null: it was not. */
  readonly notice: string | null
}

/** Everything that the page shows. */
export interface View extends Scene {
  readonly serverName: string
  /** The lines of the head, see `facts`. */
  readonly serverVersion: string
  readonly serverBuilt: string
  /** Whether changes outlive a restart. */
  readonly persisted: boolean
  /** The page's own path, for its links. */
  readonly uri: string
  /** Where the page's files are: its path without a slash at the end. */
  readonly base: string
  /** The page's own address, for its forms. */
  readonly action: string
  /** Whether there is more to do than to look: else there are no forms, no buttons and no nonces. */
  readonly mayChange: boolean
  /** Every lbmethod that may be chosen. */
  readonly lbMethods: readonly string[]
  /** null: nobody checks members. */
  readonly healthChecks: HealthChecks | null
  /** What the form is for; null: no form. */
  readonly selected: {
    readonly view: BalancerView
    /** null: it is the balancer's. */
    readonly member: MemberSnapshot | null
    /** null: the form shows what is. */
    readonly draft: Draft | null
    /** When sessions of the member were used last; null: it does not drain. */
    readonly ages: SessionAges | null
    /** Newest first. */
    readonly edits: readonly Edit[]
  } | null
}
