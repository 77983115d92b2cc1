import type { Slowdown } from '../engine/backend.ts'
import { slots } from '../engine/backend.ts'
import { createFront } from '../engine/front.ts'
import type { Policy } from '../engine/front.ts'
import { summarise } from '../engine/latencies.ts'
import type { LatencySummary } from '../engine/latencies.ts'
import { play } from '../engine/play.ts'
import { record } from '../engine/trace.ts'
import { policies } from '../policies/policies.ts'
import { exponential, lognormal, randomFor } from '../random.ts'
import { ms, percent } from '../table.ts'
import type { Run, Scenario } from './scenario.ts'

/** Work of a request, mean, in milliseconds. */
const meanWork = 20
const members = 10

/** What happens to a cluster. */
export interface Situation {
  readonly label: string
  /** Arriving work for what the members could do at full speed. */
  readonly load: number
  readonly heavyTail: boolean
  /** Over a run of that many milliseconds. */
  readonly slowdowns: (duration: number) => readonly Slowdown[]
  readonly format: (summary: LatencySummary) => string
}

const p99 = (summary: LatencySummary): string => ms(summary.p99)
const none = (): readonly Slowdown[] => []

export const situations: readonly Situation[] = [
  { label: 'A equal members, load 0.7: p99', load: 0.7, heavyTail: false, slowdowns: none, format: p99 },
  { label: 'B equal, load 0.9: p99', load: 0.9, heavyTail: false, slowdowns: none, format: p99 },
  {
    label: 'C one member 10 × slower for a quarter of the time, load 0.6: p99 / share > 1 s',
    load: 0.6,
    heavyTail: false,
    slowdowns: duration => [{ member: 0, factor: 10, from: duration / 4, until: duration / 2 }],
    format: ({ p99, overSecond }) => `${ms(p99)} / ${percent(overSecond, overSecond < 0.001 ? 3 : 1)}`
  },
  {
    label: 'D three at half speed, heavy tail, load 0.6: p99',
    load: 0.6,
    heavyTail: true,
    slowdowns: () => [0, 1, 2].map(member => ({ member, factor: 2, from: 0, until: Infinity })),
    format: p99
  }
]

/** Policies: which of them keeps latencies low when members are equal, nearly full, slow for a while, or unequal? */
export const latency: Scenario = { name: 'latency', steps: situations.length * policies.length, run }

function run ({ seed, quick, step }: Run): ReturnType<Scenario['run']> {
  const duration = quick ? 15_000 : 120_000
  const found = situations.map(situation => {
    const summaries = endure(situation, policies, seed, duration, step)
    return { situation, summaries, texts: summaries.map(situation.format) }
  })
  return {
    title: `Policies: mean service ${meanWork} ms, ${members} members of ${slots} slots, ${duration / 1_000} s, latencies in ms`,
    table: {
      head: ['Scenario', ...policies.map(({ label }) => label)],
      rows: found.map(({ situation, texts }) => [situation.label, ...texts])
    },
    chart: {
      kind: 'dots',
      title: 'Equal members forgive any policy, a slow one does not',
      panels: found.map(({ situation, summaries, texts }) => ({
        title: situation.label,
        axis: 'milliseconds',
        bars: policies.map(({ label }, i) => ({ label, value: summaries[i]!.p99, text: texts[i]! }))
      }))
    }
  }
}

/** Lets every policy answer the same requests. */
export function endure (situation: Situation, policies: readonly Policy[], seed: number, duration: number, step: () => void): LatencySummary[] {
  const { load, heavyTail, slowdowns } = situation
  const random = randomFor(seed, 'work')
  // Sigma 1.3: one request of a hundred is nine times the mean or more.
  const work = heavyTail ? lognormal(meanWork, 1.3, random) : exponential(meanWork, random)
  const trace = record(seed, load * members * slots / meanWork, duration, work)
  return policies.map(policy => {
    const latencies = play(trace, { fronts: [createFront(policy, members, seed)], slowdowns: slowdowns(duration) })
    step()
    return summarise(latencies, trace.arrivals)
  })
}
