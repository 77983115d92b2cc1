import type { BalancerSnapshot, MemberSeries, MemberSnapshot, Reason } from '@fastify-balancer/core'
import type { MemberLook } from '../look/member-look.ts'

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
  /** For which reasons its last elections were made. */
  readonly reasons: Readonly<Record<Reason, number>>
}

/** Everything that the page shows. */
export interface View {
  readonly serverName: string
  /** The lines of the head, see `facts`. */
  readonly serverVersion: string
  readonly serverBuilt: string
  /** The page's own path, for its links. */
  readonly uri: string
  /** Where the page's files are: its path without a slash at the end. */
  readonly base: string
  /** Epoch milliseconds. */
  readonly now: number
  /** The last minutes of all balancers together. */
  readonly totals: MemberSeries
  /** The page's own address, for its forms. */
  readonly action: string
  readonly balancers: readonly BalancerView[]
  /** Every lbmethod that may be chosen. */
  readonly lbMethods: readonly string[]
  /** What the form is for; null: no form. */
  readonly selected: { readonly view: BalancerView, readonly member: MemberSnapshot | null } | null
}
