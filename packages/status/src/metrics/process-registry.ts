import { collectDefaultMetrics, Registry } from 'prom-client'

let registry: Registry | null = null

/** Gauges whose names end as those of counters do; each has a twin without. */
const illNamed: readonly string[] = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/** A registry with the metrics of the process, for more. */
export function createMetricsRegistry (): Registry {
  return Registry.merge([processRegistry()])
}

/**
 * CPU, memory, garbage collection and the lag of the event loop: what prom-client collects by default. Of the process, not of
 * an app: measuring starts when the first one asks, and is the same for all.
 */
function processRegistry (): Registry {
  if (registry === null) {
    registry = new Registry()
    collectDefaultMetrics({ register: registry })
    for (const name of illNamed) registry.removeSingleMetric(name)
  }
  return registry
}
