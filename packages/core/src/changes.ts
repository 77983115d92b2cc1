import type { BalancerInput, MemberInput } from './validate.ts'
import type { MemberOptions } from './member.ts'

/** A change of a balancer's parameters. */
export interface BalancerChange {
  readonly balancer: string
  readonly set: Omit<BalancerInput, 'nonce' | 'growth'>
}

/** A change of a member's parameters. `set.status` adds to or takes from its state: `+D`, `-D+N`. */
export interface MemberChange {
  readonly balancer: string
  /** The member's URL. */
  readonly member: string
  readonly set: MemberInput
}

/** A member joins at run time. */
export interface MemberAddition {
  readonly balancer: string
  readonly add: MemberOptions
}

/** What `control` can be asked to do, as plain data: what manager, file, workers and nodes exchange. */
export type Change = BalancerChange | MemberChange | MemberAddition

/** A change that took place: the values before and after, for those parameters that really differ. */
export interface AppliedChange {
  /** Who asked: a user, a file, a node. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly change: Change
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}
