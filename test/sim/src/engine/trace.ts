import { exponential, randomFor } from '../random.ts'

/** Requests as they come: request i arrives at `arrivals[i]` and is `work[i]` for a member at full speed, in milliseconds. */
export interface Trace {
  readonly arrivals: Float64Array
  readonly work: Float64Array
}

/**
 * Independent arrivals (a Poisson process), recorded once so that every policy is judged by the very same requests.
 * @param rate requests per millisecond
 * @param until milliseconds
 * @param work draws one request's work, in milliseconds
 */
export function record (seed: number, rate: number, until: number, work: () => number): Trace {
  const wait = exponential(1 / rate, randomFor(seed, 'arrivals'))
  const arrivals: number[] = []
  for (let at = wait(); at < until; at += wait()) arrivals.push(at)
  return { arrivals: Float64Array.from(arrivals), work: Float64Array.from(arrivals, work) }
}
