import type { Played } from './play.ts'
import type { Outcome } from './request.ts'

/** What a fault did to clients and member. Times are milliseconds. */
export interface Verdict {
  readonly fault: string
  readonly member: string
  readonly requests: number
  /** Requests that may be repeated and ended in an error: in the first 1.5 s of the fault, and later. */
  readonly early: number
  readonly late: number
  /** Other requests that ended in an error. */
  readonly others: number
  /** From the beginning of the fault until the balancer used the member no more; null: it always did. */
  readonly toEject: number | null
  /** From the member's recovery until it answered a client again; null: it did not. */
  readonly toReturn: number | null
  /** Requests that the member was elected for while it was not well. */
  readonly sent: number
}

/** So long after a fault begins clients may see it. */
const grace = 1_500

export function judge ({ phase, member, beganAt, ejectedAt, recoveredAt, endedAt, sent }: Played, outcomes: readonly Outcome[]): Verdict {
  const seen = outcomes.filter(({ doneAt }) => doneAt >= beganAt && doneAt < endedAt)
  const errors = seen.filter(({ status }) => status === 0 || status >= 500)
  const ours = errors.filter(({ idempotent }) => idempotent)
  const early = ours.filter(({ doneAt }) => doneAt < beganAt + grace).length
  const back = seen.filter(({ at, member: by, status }) => at >= recoveredAt && by === member && status < 500).map(({ doneAt }) => doneAt)
  return {
    fault: phase.fault.name,
    member,
    requests: seen.length,
    early,
    late: ours.length - early,
    others: errors.length - ours.length,
    toEject: ejectedAt === null ? null : ejectedAt - beganAt,
    toReturn: back.length === 0 ? null : Math.min(...back) - recoveredAt,
    sent
  }
}
