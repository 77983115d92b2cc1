/** What there are alerts about, in the order of urgency. */
export const alertRules = ['allDown', 'memberDown', 'overload', 'heartbeatLost', 'drainFinished'] as const
export type AlertRule = typeof alertRules[number]

/** Something that is so just now, and that somebody wants to know. */
export interface Condition {
  readonly rule: AlertRule
  /** The balancer's name; null: it is about none. */
  readonly balancer: string | null
  /** The member's URL; null: it is about none. */
  readonly member: string | null
  /** The member's route; null: it has none, or there is no member. */
  readonly route: string | null
  /** What is wrong, for people. */
  readonly reason: string
}

/** What is told when a condition has held for its time, and once more when it is over. */
export interface Alert extends Condition {
  /** The same for both times. */
  readonly id: string
  readonly state: 'firing' | 'resolved'
  /** Since when it holds, in epoch milliseconds. */
  readonly since: number
  /** When it ended, in epoch milliseconds; null: it has not. */
  readonly until: number | null
}
