import type { Drain, MemberSeries, MemberSnapshot } from '@fastify-balancer/core'
import type { StateSince } from '../journal.ts'
import type { Slowness } from './slow.ts'
import type { State } from './state.ts'

/** A member and what is made of its numbers. */
export interface MemberLook {
  readonly member: MemberSnapshot
  /** What people call it: its route, or host and port. */
  readonly name: string
  readonly state: State
  /** Since when, and why. */
  readonly since: StateSince
  readonly slow: Slowness | null
  /** Its last minutes; null: not drawn, as its balancer has too many members. */
  readonly series: MemberSeries | null
  /** How far its drain is; null: it does not drain. */
  readonly drain: Drain | null
  /** Requests a second in the newest sample. */
  readonly rate: number
  /** Part of the requests to its lbset in the last minutes, 0 to 1; null: there were too few. */
  readonly share: number | null
  /** Part of its lbset's load factors, 0 to 1; null: held in reserve. */
  readonly weight: number | null
}

export function nameOf ({ route, hostname, port, socketPath }: Pick<MemberSnapshot, 'route' | 'hostname' | 'port' | 'socketPath'>): string {
  if (route !== '') return route
  return socketPath ?? `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
}
