import { slots } from '../engine/backend.ts'
import { createFront } from '../engine/front.ts'
import type { Policy } from '../engine/front.ts'
import { summarise } from '../engine/latencies.ts'
import { play } from '../engine/play.ts'
import { record } from '../engine/trace.ts'
import { leastBusy, twoChoices } from '../policies/policies.ts'
import { exponential, randomFor } from '../random.ts'
import { ms } from '../table.ts'
import type { Run, Scenario } from './scenario.ts'

const load = 0.8
const meanWork = 20
const members = 10
const fronts = 20

/** How old the shared counts may become, in milliseconds; 0: they are always right; Infinity: none are shared. */
const ages: readonly number[] = [0, 10, 50, 200, 1_000, Infinity]

/** A policy, and how its balancers look at what they share. */
export interface Viewer {
  readonly label: string
  readonly policy: Policy
  readonly inTurn: boolean
}

export const viewers: Readonly<Record<'leastBusy' | 'twoChoices' | 'inTurn', Viewer>> = {
  leastBusy: { label: 'least busy on shared view', policy: leastBusy, inTurn: false },
  twoChoices: { label: 'P2C on shared view', policy: twoChoices, inTurn: false },
  inTurn: { label: 'least busy, refreshed in turn', policy: leastBusy, inTurn: true }
}

/** Stale views: twenty balancers share how busy the members are. From which age on is that worse than not to know? */
export const staleViews: Scenario = { name: 'views', steps: Object.keys(viewers).length * ages.length, run }

function run ({ seed, quick, step }: Run): ReturnType<Scenario['run']> {
  const duration = quick ? 10_000 : 120_000
  const found = Object.values(viewers).map(viewer => ({ label: viewer.label, values: watch(viewer, ages, seed, duration, step) }))
  const places = ages.map(age => age === Infinity ? 'own counters only' : String(age))
  return {
    title: `Twenty balancers, load ${load}, shared view refreshed every X ms, p99 in ms`,
    table: {
      head: ['View age', ...found.map(({ label }) => label)],
      rows: places.map((place, i) => [place, ...found.map(({ values }) => ms(values[i]!))])
    },
    chart: {
      kind: 'lines',
      title: 'An old view of the load is worse than none, if all look at once',
      x: 'age of the shared view in milliseconds',
      y: 'p99 in milliseconds',
      places,
      lines: found
    }
  }
}

/** The p99 for each age of the view, over the same requests. */
export function watch ({ policy, inTurn }: Viewer, ages: readonly number[], seed: number, duration: number, step: () => void): number[] {
  const trace = record(seed, load * members * slots / meanWork, duration, exponential(meanWork, randomFor(seed, 'work')))
  const random = randomFor(seed, 'fronts')
  const frontOf = Uint8Array.from(trace.arrivals, () => Math.floor(random() * fronts))
  return ages.map(age => {
    // Balancers that always know everything are one balancer.
    const cluster = age === 0
      ? { fronts: [createFront(policy, members, seed)] }
      : { fronts: Array.from({ length: fronts }, (_, i) => createFront(policy, members, seed + i)), frontOf, view: { age, inTurn } }
    const latencies = play(trace, cluster)
    step()
    return summarise(latencies, trace.arrivals).p99
  })
}
