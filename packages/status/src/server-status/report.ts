import { loadavg } from 'node:os'
import type { BalancerSnapshot, MemberSnapshot } from '@fastify-balancer/core'
import type { ConnectionFigures, MemberFigures, ProcessFigures } from './figures.ts'

/** What the page tells. */
export interface Report {
  readonly serverName: string
  readonly serverVersion: string
  readonly serverBuilt: string
  /** The address of ours that was asked. */
  readonly localAddress: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly startedAt: number
  /** Whole seconds. */
  readonly uptime: number
  /** Of the machine, over 1, 5 and 15 minutes. */
  readonly load: readonly string[]
  readonly total: Totals
  readonly processes: readonly ProcessFigures[]
  /** `ExtendedStatus`. */
  readonly isExtended: boolean
  /** Empty without `ProxyStatus`. */
  readonly balancers: readonly BalancerSnapshot[]
}

/** The sums of all processes. */
export interface Totals {
  readonly accesses: number
  readonly kilobytes: number
  /** Milliseconds. */
  readonly duration: number
  /** Seconds, in hundredths. */
  readonly cpu: { readonly user: number, readonly system: number }
  readonly busy: number
  readonly idle: number
  readonly letters: string
  readonly connections: ConnectionFigures
}

type Given = Pick<Report, 'serverName' | 'serverVersion' | 'serverBuilt' | 'localAddress' | 'now' | 'processes' | 'isExtended'>

/**
 * Puts together what the page tells.
 * @param balancers as this process has them; counters become the sums of all processes
 */
export function createReport (given: Given, balancers: readonly BalancerSnapshot[]): Report {
  const { processes, now } = given
  const startedAt = Math.min(...processes.map(each => each.startedAt))
  return {
    ...given,
    startedAt,
    uptime: Math.floor((now - startedAt) / 1000),
    load: loadavg().map(load => load.toFixed(2)),
    total: sumUp(processes),
    balancers: balancers.map(balancer => ({ ...balancer, members: balancer.members.map(member => addUp(balancer.name, member, processes)) }))
  }
}

function sumUp (processes: readonly ProcessFigures[]): Totals {
  const sum = (of: (each: ProcessFigures) => number): number => processes.reduce((total, each) => total + of(each), 0)
  const connections = (kind: keyof ConnectionFigures): number => sum(each => each.connections[kind])
  return {
    accesses: sum(each => each.accesses),
    kilobytes: Math.floor(sum(each => each.bytes) / 1024),
    duration: Math.round(sum(each => each.duration)),
    cpu: { user: hundredths(sum(each => each.cpu.user)), system: hundredths(sum(each => each.cpu.system)) },
    busy: sum(each => each.busy),
    idle: sum(each => each.idle),
    letters: processes.map(each => each.letters).join(''),
    connections: {
      total: connections('total'),
      waitIo: connections('waitIo'),
      writing: connections('writing'),
      keepAlive: connections('keepAlive'),
      closing: connections('closing')
    }
  }
}

function hundredths (seconds: number): number {
  return Math.round(seconds * 100) / 100
}

/** A member with the counters of all processes that have it. */
function addUp (balancer: string, member: MemberSnapshot, processes: readonly ProcessFigures[]): MemberSnapshot {
  const all = processes.flatMap(({ balancers }) => balancers[balancer] ?? []).filter(({ url }) => url === member.url)
  const sum = (of: keyof Omit<MemberFigures, 'url'>): number => all.reduce((total, each) => total + each[of], 0)
  return { ...member, elected: sum('elected'), busy: sum('busy'), transferred: sum('transferred'), read: sum('read') }
}
