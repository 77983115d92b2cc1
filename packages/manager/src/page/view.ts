import type { BalancerSnapshot, MemberSnapshot } from '@fastify-balancer/core'

/** What the page shows of a balancer. */
export interface BalancerView {
  readonly balancer: BalancerSnapshot
  /** The token of its links and forms. */
  readonly nonce: string
  /** httpd's name for its place in memory, such as `p4e8f133e_mycluster`. */
  readonly id: string
  /** The path that is handed to it; `/`: not known. */
  readonly path: string
}

/** Everything that the page shows. */
export interface View {
  readonly serverName: string
  /** The lines of the head, see `facts`. */
  readonly serverVersion: string
  readonly serverBuilt: string
  /** The page's own path, for its links. */
  readonly uri: string
  /** The page's own address, for its forms. */
  readonly action: string
  readonly balancers: readonly BalancerView[]
  /** Every lbmethod that may be chosen. */
  readonly lbMethods: readonly string[]
  /** What the form is for; null: no form. */
  readonly selected: { readonly view: BalancerView, readonly member: MemberSnapshot | null } | null
}
