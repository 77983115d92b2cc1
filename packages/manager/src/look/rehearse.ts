import { Balancers, begin, createElection, dice, elect, finish } from '@fastify-balancer/core'
import type { Balancer, BalancerMember } from '@fastify-balancer/core'

/** So many new sessions are elected. */
const elections = 1_000
/** What is taken for the latency of a member that has not answered yet, in milliseconds. */
const unknownLatency = 10

/** What elections would do to a member. */
export interface Rehearsed {
  readonly url: string
  readonly name: string
  /** Part of the new sessions, 0 to 1. */
  readonly share: number
  /** Requests in flight on average. */
  readonly busy: number
}

/**
 * Elects members for new sessions by the lbmethod's own code. To be done with a copy, as it counts like any election.
 * @param rate requests a second
 * @param now epoch milliseconds
 */
export function rehearse (copy: Balancer, rate: number, now: number): Rehearsed[] {
  const roll = dice(1)
  const counts = new Map<BalancerMember, number>()
  const held = new Map<BalancerMember, number>()
  const inFlight: Array<{ readonly member: BalancerMember, readonly until: number }> = []
  const gap = 1_000 / Math.max(rate, 1)
  for (let i = 0; i < elections; i++) {
    const at = now + i * gap
    for (let j = inFlight.length - 1; j >= 0; j--) {
      if (inFlight[j]!.until <= at) finish(inFlight.splice(j, 1)[0]!.member)
    }
    const election = createElection(null)
    election.source = (roll() * 0x1_0000_0000) | 0
    const member = elect(copy, election, now)
    if (member === null) break
    begin(member, election.reason!)
    counts.set(member, (counts.get(member) ?? 0) + 1)
    const time = latencyOf(member)
    held.set(member, (held.get(member) ?? 0) + time)
    inFlight.push({ member, until: at + time })
  }
  return copy.members.map(member => ({
    url: member.url,
    name: member.route === '' ? `${member.hostname}:${member.port}` : member.route,
    share: (counts.get(member) ?? 0) / elections,
    busy: (held.get(member) ?? 0) / (elections * gap)
  }))
}

/** Makes a balancer of the same parameters and counters that nobody else knows, of all members or of these. */
export function copyOf (balancer: Balancer, lbMethods: Balancers, members: readonly BalancerMember[] = balancer.members): Balancers {
  const balancers = new Balancers(() => '')
  for (const name of lbMethods.lbMethods) {
    if (!balancers.lbMethods.includes(name)) balancers.addLbMethod(lbMethods.lbMethod(name, balancer.url))
  }
  const { lbmethod, loadbound, stickysession, timeout, maxattempts, nofailover, ejectfails, maxMembers } = balancer
  const copy = balancers.add(balancer.name, {
    loadbound,
    members: members.map(({ url, socketPath, route, redirect, lbset }) => ({ url: socketPath === null ? url : `unix:${socketPath}|${url}`, route, redirect, lbset }))
  })
  Object.assign(copy, { maxMembers: maxMembers - balancer.members.length + members.length, stickysession, timeout, maxattempts, nofailover, ejectfails })
  // The very methods of the balancer, with what they know: also of heartbeats.
  copy.lbmethod = lbmethod
  for (const [i, member] of members.entries()) {
    const { flags, lbfactor, weight, lbstatus, sessions, latency, latencyAt, transferred, read, errorTime, retry, startedAt, slowstart, statistics, ejection } = member
    const { hcmethod, hcinterval, hcpasses, hcfails, hcuri, hcexpr, health } = member
    Object.assign(copy.members[i]!, { hcmethod, hcinterval, hcpasses, hcfails, hcuri, hcexpr, health: { ...health } })
    Object.assign(copy.members[i]!, { flags, lbfactor, weight, lbstatus, sessions, latency, latencyAt, transferred, read, errorTime, retry, startedAt, slowstart, statistics, ejection: { ...ejection } })
  }
  return balancers
}

/** How long a member takes on average, in milliseconds. */
function latencyOf ({ statistics: { latency } }: BalancerMember): number {
  const answers = latency.counts.reduce((sum, count) => sum + count, 0)
  return answers === 0 ? unknownLatency : latency.sum / answers
}
