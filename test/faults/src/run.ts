import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BalancerProcess } from './balancer.ts'
import { judge } from './judge.ts'
import type { Verdict } from './judge.ts'
import { Load } from './load.ts'
import { Member } from './member.ts'
import { play } from './play.ts'
import type { Played } from './play.ts'
import { freePort } from './ports.ts'
import { schedule } from './schedule.ts'

export interface Options {
  readonly seed: number
  /** Milliseconds, about. */
  readonly duration: number
  /** Requests per second. */
  readonly rate: number
}

const names = ['m1', 'm2', 'm3', 'm4', 'm5']

/**
 * Five members, our balancer before them, and clients, while one member after the other is not well.
 * @param tell hears of each phase when it is over
 */
export async function run ({ seed, duration, rate }: Options, tell: (verdict: Verdict) => void): Promise<Verdict[]> {
  const logs = mkdtempSync(join(tmpdir(), 'faults-'))
  const members = await Promise.all(names.map(async name => new Member(name, await freePort())))
  await Promise.all(members.map(member => member.start()))
  const balancer = new BalancerProcess(await freePort(), members, logs)
  const load = new Load(balancer.port, rate, seed)
  try {
    await balancer.ready()
    load.start()
    await pause(2_000)
    const played: Played[] = []
    for (const phase of schedule(seed, members.length, duration)) {
      const each = await play(phase, members, balancer)
      played.push(each)
      tell(judge(each, load.outcomes))
    }
    await load.end()
    return played.map(each => judge(each, load.outcomes))
  } finally {
    await Promise.all([load.end(), balancer.end(), ...members.map(member => member.kill())])
    rmSync(logs, { recursive: true })
  }
}
