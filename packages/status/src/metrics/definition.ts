import type { Balancer, BalancerMember } from '@fastify-balancer/core'
import type { Aggregator } from 'prom-client'

/** One line of a metric. */
export interface Sample {
  readonly value: number
  readonly labels: Readonly<Record<string, string | number>>
  /** Of a histogram's parts. */
  readonly metricName?: string
}

/** What counters do not know: the connections, and the time. */
export interface Surroundings {
  readonly connectionsTo: (member: BalancerMember) => { readonly idle: number, readonly busy: number, readonly waiting: number }
  /** Epoch milliseconds. */
  readonly now: () => number
}

interface Description {
  /** Without the prefix. */
  readonly name: string
  readonly help: string
  readonly kind: 'counter' | 'gauge' | 'histogram'
  /** Labels beside those of whose metric it is. */
  readonly labels: readonly string[]
  /** How the values of several processes become one. */
  readonly aggregator: Aggregator
}

/** What is told of each member. */
export interface MemberMetric extends Description {
  readonly of: 'member'
  readonly pull: (member: BalancerMember, surroundings: Surroundings) => readonly Sample[]
}

/** What is told of each balancer. */
export interface BalancerMetric extends Description {
  readonly of: 'balancer'
  readonly pull: (balancer: Balancer, surroundings: Surroundings) => readonly Sample[]
}

export type Metric = MemberMetric | BalancerMetric

/** A line without labels of its own. */
export function plain (value: number): readonly Sample[] {
  return [{ value, labels: {} }]
}

/** A line for each value of one label. */
export function each<T> (label: string, values: readonly T[], nameOf: (value: T) => string, valueOf: (value: T) => number): readonly Sample[] {
  return values.map(value => ({ value: valueOf(value), labels: { [label]: nameOf(value) } }))
}
