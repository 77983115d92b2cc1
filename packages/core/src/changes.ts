import type { BalancerInput, MemberInput } from './validate.ts'
import type { MemberOptions } from './member.ts'

/** What an operator says of a change; nothing goes by it. */
export interface Remarks {
  /** By what means it was asked for: `page`, `api`, `undo` … */
  readonly with?: string
  /** Why, in the operator's own words. */
  readonly note?: string
}

/** A change of a balancer's parameters. */
export interface BalancerChange extends Remarks {
  readonly balancer: string
  readonly set: Omit<BalancerInput, 'nonce' | 'growth'>
}

/** A change of a member's parameters. `set.status` adds to or takes from its state: `+D`, `-D+N`. */
export interface MemberChange extends Remarks {
  readonly balancer: string
  /** The member's URL. */
  readonly member: string
  readonly set: MemberInput
  /** When a drain is to end, whoever is left then; who has a clock sees to it. */
  readonly drain?: DrainEnd
}

/** The end of a drain. */
export interface DrainEnd {
  /** Epoch milliseconds. */
  readonly until: number
  /** What becomes of the member; keep: it goes on draining. */
  readonly then: 'stop' | 'disable' | 'keep'
}

/** A member joins at run time. */
export interface MemberAddition extends Remarks {
  readonly balancer: string
  readonly add: MemberOptions
}

/** A member leaves at run time. Its requests in flight come to their end; its sessions fail over. */
export interface MemberRemoval extends Remarks {
  readonly balancer: string
  /** The member's URL. */
  readonly remove: string
}

/** What `control` can be asked to do, as plain data: what manager, file, workers and nodes exchange. */
export type Change = BalancerChange | MemberChange | MemberAddition | MemberRemoval

/** A change that took place: the values before and after, for those parameters that really differ. */
export interface AppliedChange {
  /** Who asked: a user, a file, a node. */
  readonly by: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly change: Change
  /** Of a member that leaves: all it had, with its URL. */
  readonly before: Readonly<Record<string, unknown>>
  readonly after: Readonly<Record<string, unknown>>
}
