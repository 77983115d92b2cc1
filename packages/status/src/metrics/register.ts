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

/** Registers all metrics. Nothing is kept and nothing done per request: values are read when somebody asks. */
export function registerMetrics (registry: AnyRegistry, balancers: Balancers, surroundings: Surroundings): void {
  for (const metric of allMetrics) pulled(registry, metric, () => pull(metric, balancers, surroundings))
}

/** Registers a metric that is made of samples when it is asked for. */
export function pulled (registry: AnyRegistry, { kind, name, help, aggregator }: Pick<Metric, 'kind' | 'name' | 'help' | 'aggregator'>, pull: () => readonly Sample[]): void {
  const metric = new kinds[kind]({ name: prefix + name, help, aggregator, registers: [registry] })
  // For JSON, and for the text form of a histogram.
  Object.assign(metric, { get, getForPromString: get })

  // OpenMetrics' counters lose their `_total` meanwhile.
  async function get (this: { readonly name: string }): Promise<object> {
    return { name: this.name, help, type: kind, aggregator, values: pull() }
  }
}

function pull (metric: Metric, balancers: Balancers, surroundings: Surroundings): Sample[] {
  const samples: Sample[] = []
  for (const balancer of balancers) {
    if (metric.of === 'balancer') samples.push(...metric.pull(balancer, surroundings).map(sample => labelled(sample, ofBalancer(balancer))))
    else for (const member of balancer.members) samples.push(...metric.pull(member, surroundings).map(sample => labelled(sample, ofMember(member))))
  }
  return samples
}

function labelled ({ labels, ...sample }: Sample, whose: Sample['labels']): Sample {
  return { ...sample, labels: { ...whose, ...labels } }
}

function ofBalancer ({ name }: Balancer): Sample['labels'] {
  return { balancer: name }
}

function ofMember ({ balancer, url, route }: BalancerMember): Sample['labels'] {
  return { balancer: balancer.name, member: url, route }
}
