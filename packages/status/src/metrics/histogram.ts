import { latencyBounds } from '@fastify-balancer/core'
import type { LatencyHistogram } from '@fastify-balancer/core'
import type { Sample } from './definition.ts'

/** A histogram in seconds, as Prometheus has it: each bucket counts what is in those below it too. */
export function histogram (name: string, { counts, sum }: Pick<LatencyHistogram, 'counts' | 'sum'>): readonly Sample[] {
  let count = 0
  const buckets = [...latencyBounds.map(bound => bound / 1_000), '+Inf'].map((le, i) => {
    count += counts[i]!
    return { metricName: `${name}_bucket`, labels: { le }, value: count }
  })
  return [...buckets, { metricName: `${name}_sum`, labels: {}, value: sum / 1_000 }, { metricName: `${name}_count`, labels: {}, value: count }]
}
