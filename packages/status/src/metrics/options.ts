import type { AccessOptions } from '@fastify-balancer/balancer'
import type { OpenMetricsContentType, PrometheusContentType, Registry } from 'prom-client'
import { BadOptionError } from '../errors.ts'

export type AnyRegistry = Registry<PrometheusContentType> | Registry<OpenMetricsContentType>

/** All metrics of a process: plain data, so that it can be sent to another process. */
export type ProcessMetrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>

/** What may be given when the metrics are registered. Who gets in is said as for the manager; by default only this machine. */
export interface MetricsOptions extends AccessOptions {
  /** Where they are, behind the prefix of the app they are registered in. Default `/metrics`. */
  readonly path?: string
  /** The app's own registry of prom-client: its metrics are answered too. Default: one with those of balancers and of the process. */
  readonly registry?: AnyRegistry
  /** The metrics of all processes that serve the same balancers (`registry.getMetricsAsJSON()`), this one among them. Default: only this one's. */
  readonly processes?: () => Promise<readonly ProcessMetrics[]>
}

/** The options as they are used. */
export interface MetricsSettings {
  readonly path: string
  /** null: one of our own. */
  readonly registry: AnyRegistry | null
  readonly processes: MetricsOptions['processes'] | null
  readonly access: AccessOptions
}

/** @throws FST_BALANCER_STATUS_BAD_OPTION */
export function readMetricsOptions ({ path = '/metrics', registry, processes, ...access }: MetricsOptions): MetricsSettings {
  if (typeof path !== 'string' || !/^\/[^\s:*?#]*$/.test(path)) {
    throw new BadOptionError(`path must begin with / and hold no blanks, parameters, query or fragment, not ${JSON.stringify(path)}`)
  }
  if (registry !== undefined && typeof registry?.registerMetric !== 'function') throw new BadOptionError('registry must be a Registry of prom-client')
  if (processes !== undefined && typeof processes !== 'function') throw new BadOptionError('processes must be a function')
  return { path, registry: registry ?? null, processes: processes ?? null, access }
}
