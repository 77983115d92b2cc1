import { flag, snapshotBalancer, snapshotMember } from '@fastify-balancer/core'
import type { Balancer, BalancerSnapshot, Drain, Drains, History, MemberSeries, MemberSnapshot } from '@fastify-balancer/core'
import type { Journal, StateSince } from '../journal.ts'
import { nameOf } from './member-look.ts'
import type { MemberLook } from './member-look.ts'
import { inSlices } from './slices.ts'
import { paceOf, slowness } from './slow.ts'
import type { Pace } from './slow.ts'
import { stateOf } from './state.ts'

/** A balancer with more members than this has no charts: they would be tens of megabytes. */
export const mostCharts = 500

/** So many requests in the last minutes make shares worth comparing. */
const fewest = 50

/** A balancer, and what is made of its members' numbers. */
export interface BalancerLook {
  readonly balancer: BalancerSnapshot
  readonly members: readonly MemberLook[]
  /** The highest rate that a chart of it has to show, in requests a second. */
  readonly highest: number
}

/** What an lbset's members are compared with. */
interface Peers {
  /** Their typical latencies, in milliseconds. */
  readonly paces: number[]
  requests: number
  loadfactor: number
}

interface Seen {
  readonly member: MemberSnapshot
  readonly series: MemberSeries | null
  readonly pace: Pace | null
  readonly peers: Peers
  readonly requests: number
  readonly rate: number
  readonly drain: Drain | null
  readonly since: StateSince
}

/** Looks at a balancer, slice by slice: each member is as it was at its turn. */
export async function survey (balancer: Balancer, history: History, drains: Drains, journal: Journal): Promise<BalancerLook> {
  const live = balancer.members.slice()
  const withCharts = live.length <= mostCharts
  const sets = new Map<number, Peers>()
  const seen: Seen[] = []
  let highest = 0
  for await (const slice of inSlices(live)) {
    for (const each of slice) {
      const member = snapshotMember(each)
      const peers = sets.get(member.lbset) ?? { paces: [], requests: 0, loadfactor: 0 }
      const rates = history.series(each, 'requests')
      const requests = sum(rates) * history.interval / 1_000
      const pace = paceOf(history.series(each, 'p99'))
      sets.set(member.lbset, peers)
      if (pace !== null) peers.paces.push(pace.typical)
      peers.requests += requests
      if (!isReserve(member)) peers.loadfactor += member.loadfactor
      highest = Math.max(highest, most(rates))
      seen.push({ member, pace, peers, requests, series: withCharts ? history.of(each) : null, rate: rates.at(-1) ?? 0, drain: drains.of(each), since: journal.stateOf(each) })
    }
  }
  for (const { paces } of sets.values()) paces.sort((a, b) => a - b)
  const members: MemberLook[] = []
  for await (const slice of inSlices(seen)) members.push(...slice.map(look))
  return { balancer: snapshotBalancer(balancer, seen.map(({ member }) => member)), members, highest }
}

function look ({ member, series, pace, peers, requests, rate, drain, since }: Seen): MemberLook {
  const slow = slowness(pace, peers.paces)
  return {
    member,
    series,
    slow,
    rate,
    drain,
    since,
    name: nameOf(member),
    state: stateOf(member.flags, slow !== null),
    share: peers.requests < fewest ? null : requests / peers.requests,
    weight: isReserve(member) ? null : member.loadfactor / peers.loadfactor
  }
}

function isReserve ({ flags }: MemberSnapshot): boolean {
  return (flags & (flag.H | flag.R)) !== 0
}

function sum (values: ReadonlyArray<number | null>): number {
  let total = 0
  for (const value of values) total += value ?? 0
  return total
}

/** The highest of them; 0: none is known. */
export function most (values: ReadonlyArray<number | null>): number {
  let highest = 0
  for (const value of values) highest = Math.max(highest, value ?? 0)
  return highest
}
