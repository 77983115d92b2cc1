/** How long the cluster is left to warm up before requests count, in milliseconds. */
const warmUp = 5_000

/** What people ask about latencies. */
export interface LatencySummary {
  /** What 99 of 100 requests stay within, in milliseconds. */
  readonly p99: number
  /** Share of requests above a second, 0 to 1. */
  readonly overSecond: number
}

/** Sums up the latencies of those requests that arrived after the warm-up. */
export function summarise (latencies: Float64Array, arrivals: Float64Array): LatencySummary {
  const counted = latencies.slice(arrivals.findIndex(at => at >= warmUp)).sort()
  const slow = counted.findIndex(latency => latency > 1_000)
  return {
    p99: counted[Math.ceil(0.99 * counted.length) - 1]!,
    overSecond: slow === -1 ? 0 : (counted.length - slow) / counted.length
  }
}
