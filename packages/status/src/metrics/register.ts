import type { Balancer, BalancerMember, Balancers } from '@fastify-balancer/core'
import { Counter, Gauge, Histogram } from 'prom-client'
import { balancerMetrics } from './balancer-metrics.ts'
import type { Metric, Sample, Surroundings } from './definition.ts'
import type { AnyRegistry } from './options.ts'
import { memberMetrics } from './member-metrics.ts'

export const prefix = 'fastify_balancer_'

/** All that is told of balancers. */
export const allMetrics: readonly Metric[] = [...balancerMetrics, ...memberMetrics]

const kinds = { counter: Counter, gauge: Gauge, histogram: Histogram }

/** Samples of one balancer or member, and the labels that tell which. */
interface Group {
  readonly whose: Sample['labels']
  readonly samples: readonly Sample[]
}

/** Registers all metrics. Nothing is kept and nothing done per request: values are read when somebody asks. */
export function registerMetrics (registry: AnyRegistry, balancers: Balancers, surroundings: Surroundings): void {
  const labelsOf = rememberLabels()
  for (const metric of allMetrics) pulled(registry, metric, () => pull(metric, balancers, surroundings, labelsOf))
}

/** Registers a metric that is made of samples when it is asked for. */
export function pulled (registry: AnyRegistry, { kind, name, help, aggregator }: Pick<Metric, 'kind' | 'name' | 'help' | 'aggregator'>, pull: () => readonly Group[]): void {
  const metric = new kinds[kind]({ name: prefix + name, help, aggregator, registers: [registry] })
  Object.assign(metric, {
    /** As an object, for other processes. OpenMetrics' counters lose their `_total` meanwhile. */
    async get (this: { readonly name: string }): Promise<object> {
      const values = pull().flatMap(({ whose, samples }) => samples.map(({ labels, ...sample }) => ({ ...sample, labels: { ...whose, ...labels } })))
      return { name: this.name, help, type: kind, aggregator, values }
    },
    /** For the text form: labels that are the same object are put into words once. */
    async getForPromString (this: { readonly name: string }): Promise<object> {
      const values = pull().flatMap(({ whose, samples }) => samples.map(sample => ({ ...sample, sharedLabels: whose })))
      return { name: this.name, help, type: kind, values }
    }
  })
}

function pull (metric: Metric, balancers: Balancers, surroundings: Surroundings, labelsOf: (whom: Balancer | BalancerMember) => Sample['labels']): Group[] {
  return [...balancers].flatMap(balancer => metric.of === 'balancer'
    ? [{ whose: labelsOf(balancer), samples: metric.pull(balancer, surroundings) }]
    : balancer.members.map(member => ({ whose: labelsOf(member), samples: metric.pull(member, surroundings) })))
}

/** A member's route may change. */
function rememberLabels (): (whom: Balancer | BalancerMember) => Sample['labels'] {
  const known = new WeakMap<Balancer | BalancerMember, Sample['labels']>()
  return whom => {
    const found = known.get(whom)
    if (found !== undefined && ('name' in whom || found['route'] === whom.route)) return found
    const labels: Sample['labels'] = 'name' in whom ? { balancer: whom.name } : { balancer: whom.balancer.name, member: whom.url, route: whom.route }
    known.set(whom, labels)
    return labels
  }
}
