import { flag, isUsable } from '@fastify-balancer/core'
import type { Balancer, BalancerMember, Balancers, History } from '@fastify-balancer/core'
import type { AlertRule, Condition } from './alert.ts'

/** From where on a balancer is overloaded; null: that does not matter. */
export interface Limits {
  /** Share of the connections that its members may have (`max`), 0 to 1. */
  readonly busy: number | null
  /** Share of the attempts that got 5xx or no answer, 0 to 1. */
  readonly errors: number | null
  /** With fewer attempts per second, their share of errors does not count. */
  readonly least: number
  /** Milliseconds that one of a hundred answers takes longer than. */
  readonly p99: number | null
}

/** What states and counters do not tell. */
export interface Known {
  /** null: nobody asks for it. */
  readonly history: History | null
  /** Why members failed. */
  readonly causes: WeakMap<BalancerMember, string>
  /** Servers whose heartbeats were lost. */
  readonly lost: Iterable<string>
}

/** All that is so now of what some rules are about. */
export function findConditions (balancers: Balancers, rules: ReadonlySet<AlertRule>, limits: Limits, known: Known): Condition[] {
  const found: Condition[] = []
  for (const balancer of balancers) {
    const of = about(balancer)
    if (balancer.members.length > 0 && !balancer.members.some(works)) found.push(of('allDown', null, 'no member can be elected'))
    const strain = strainOf(balancer, limits, known.history)
    if (strain !== null) found.push(of('overload', null, strain))
    for (const member of balancer.members) {
      const failure = failureOf(member, known.causes)
      if (failure !== null) found.push(of('memberDown', member, failure))
      if (isDrained(member)) found.push(of('drainFinished', member, 'neither sessions nor requests are left'))
    }
  }
  for (const server of known.lost) found.push({ rule: 'heartbeatLost', balancer: null, member: server, route: null, reason: 'its heartbeats stopped' })
  return found.filter(({ rule }) => rules.has(rule))
}

function about ({ name }: Balancer): (rule: AlertRule, member: BalancerMember | null, reason: string) => Condition {
  return (rule, member, reason) => ({
    rule, balancer: name, member: member?.url ?? null, route: member === null || member.route === '' ? null : member.route, reason
  })
}

function works (member: BalancerMember): boolean {
  return isUsable(member.flags) && (member.flags & flag.N) === 0 && !isDoubtful(member)
}

/** Requests look at it again after it failed, and none has reached it yet. Where checks do that, they take it back when it is well. */
function isDoubtful ({ errorTime, health }: BalancerMember): boolean {
  return !health.watched && errorTime !== 0
}

/** Why nothing reaches it although somebody wants it to; null: something does, or nobody does. */
function failureOf (member: BalancerMember, causes: Known['causes']): string | null {
  const { flags, health } = member
  if ((flags & (flag.D | flag.S)) !== 0) return null
  if ((flags & flag.C) !== 0) return health.cause === '' ? 'fails its checks' : `fails its checks: ${health.cause}`
  if ((flags & flag.E) === 0 && !isDoubtful(member)) return null
  return causes.get(member) ?? 'in error'
}

function isDrained ({ flags, sessions, busy }: BalancerMember): boolean {
  return (flags & flag.N) !== 0 && sessions === 0 && busy === 0
}

/** What is too much for a balancer; null: nothing. */
function strainOf (balancer: Balancer, { busy, errors, least, p99 }: Limits, history: History | null): string | null {
  const share = busyShare(balancer)
  if (busy !== null && share >= busy) return `${percent(share)} of the connections are busy`
  if (history === null) return null
  const { requests, status5xx, p99: latencies } = history.of(balancer)
  const rate = requests.at(-1) ?? 0
  const failing = (status5xx.at(-1) ?? 0) / rate
  if (errors !== null && rate >= least && failing >= errors) return `${percent(failing)} of the requests fail`
  const latency = latencies.at(-1) ?? 0
  if (p99 !== null && latency >= p99) return `one of a hundred answers takes ${Math.round(latency)} ms or longer`
  return null
}

/** Of the usable members that have a `max`; 0: there is none. */
function busyShare ({ members }: Balancer): number {
  const bounded = members.filter(({ max, flags }) => max > 0 && isUsable(flags))
  const sum = (of: 'busy' | 'max'): number => bounded.reduce((total, member) => total + member[of], 0)
  return bounded.length === 0 ? 0 : sum('busy') / sum('max')
}

function percent (share: number): string {
  return `${Math.round(share * 100)} %`
}
