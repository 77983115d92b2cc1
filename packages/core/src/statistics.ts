import { LatencyHistogram } from './latency-histogram.ts'

/** What became of the requests to a member since it is there. Written by `account` and `judge` alone. */
export interface MemberStatistics {
  /** Attempts that are over, by how: [0] without an answer, [1] to [5] with one, by the first digit of its status. */
  readonly answers: number[]
  /** From sending a request to the head of the answer, of those that got one. */
  readonly latency: LatencyHistogram
  /** Failed attempts after which the request was sent again, to this member or the next. */
  retried: number
  /** How often it was put in error because it could not be reached, or failed as `failonstatus` and `failontimeout` have it. */
  failed: number
  /** How often it was put in error for its bad answers. */
  ejected: number
}

export function createStatistics (): MemberStatistics {
  return { answers: [0, 0, 0, 0, 0, 0], latency: new LatencyHistogram(), retried: 0, failed: 0, ejected: 0 }
}
