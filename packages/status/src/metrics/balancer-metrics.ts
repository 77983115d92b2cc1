/** What is told of each balancer. */
import { retriesLeft } from '@fastify-balancer/core'
import { plain } from './definition.ts'
import type { BalancerMetric } from './definition.ts'

export const balancerMetrics: readonly BalancerMetric[] = [
  {
    of: 'balancer',
    kind: 'gauge',
    name: 'retries_left',
    help: 'How many more repeats of requests retrybudget allows just now.',
    labels: [],
    aggregator: 'sum',
    pull: (balancer, { now }) => plain(retriesLeft(balancer, now()))
  }
]
