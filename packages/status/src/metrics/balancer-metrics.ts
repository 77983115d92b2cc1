/** What is told of each balancer. */
import { panics, retriesLeft } from '@fastify-balancer/core'
import { plain } from './definition.ts'
import type { BalancerMetric } from './definition.ts'

export const balancerMetrics: readonly BalancerMetric[] = [
  {
    of: 'balancer',
    kind: 'gauge',
    name: 'panic',
    help: 'Whether only members that fail their checks are left, and get the requests.',
    labels: [],
    aggregator: 'max',
    pull: balancer => plain(Number(panics(balancer)))
  },
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
