/** Upper bounds of the buckets, in milliseconds; what is above the last one has a bucket of its own. */
export const latencyBounds: readonly number[] = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000
]

/** Counts latencies in buckets that are the same for all members: adding one allocates nothing, and histograms can be added up. */
export class LatencyHistogram {
  /** One for each bound, and one for what is above. */
  readonly counts: Float64Array = new Float64Array(latencyBounds.length + 1)
  // A field of numbers, as V8 would box a single one anew with each addition.
  readonly #sum = new Float64Array(1)

  /** All of it, in milliseconds. */
  get sum (): number {
    return this.#sum[0]!
  }

  /** @param latency milliseconds */
  add (latency: number): void {
    let i = 0
    while (i < latencyBounds.length && latency > latencyBounds[i]!) i++
    this.counts[i]!++
    this.#sum[0]! += latency
  }
}

/**
 * Estimates a quantile from the counts of such buckets: latencies are taken to be spread evenly within each.
 * @param q from 0 to 1
 * @returns milliseconds, at most the last bound; null: there is nothing to count
 */
export function quantile (counts: ArrayLike<number>, q: number): number | null {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]!
  if (total === 0) return null
  let rank = q * total
  let lower = 0
  for (let i = 0; i < latencyBounds.length; i++) {
    const count = counts[i]!
    const upper = latencyBounds[i]!
    if (count > 0 && rank <= count) return lower + (upper - lower) * Math.max(rank, 0) / count
    rank -= count
    lower = upper
  }
  return lower
}
