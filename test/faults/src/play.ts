import { setTimeout as pause } from 'node:timers/promises'
import type { BalancerProcess } from './balancer.ts'
import type { Member } from './member.ts'
import type { Phase } from './schedule.ts'

/** What was seen of a phase, but for the clients. Times are epoch milliseconds. */
export interface Played {
  readonly phase: Phase
  readonly member: string
  readonly beganAt: number
  /** When the balancer was first seen not to use the member; null: it always did. */
  readonly ejectedAt: number | null
  /** When the member was well again. */
  readonly recoveredAt: number
  readonly endedAt: number
  /** Requests that it was elected for while it was not well. */
  readonly sent: number
}

/** How often the balancer is asked, in milliseconds. */
const tick = 100

/** Lets a fault happen, and pass. */
export async function play (phase: Phase, members: readonly Member[], balancer: BalancerProcess): Promise<Played> {
  const { fault, victim, lasts, rest } = phase
  const member = members[victim]!
  const before = await balancer.look()
  const beganAt = Date.now()
  await fault.begin(member)
  let ejectedAt: number | null = null
  while (Date.now() < beganAt + lasts) {
    const { usable } = (await balancer.look())[victim]!
    if (!usable) ejectedAt ??= Date.now()
    await pause(tick)
  }
  const after = await balancer.look()
  await fault.end(member)
  const recoveredAt = Date.now()
  await pause(rest)
  return {
    phase, member: member.name, beganAt, ejectedAt, recoveredAt, endedAt: Date.now(), sent: after[victim]!.elected - before[victim]!.elected
  }
}
