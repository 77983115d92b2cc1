import { hash } from '@fastify-balancer/core'
import { maglev } from '../hashing/maglev.ts'
import { modulo } from '../hashing/modulo.ts'
import { rendezvous } from '../hashing/rendezvous.ts'
import { consistent } from '../hashing/ring.ts'
import type { Scheme } from '../hashing/scheme.ts'
import { percent } from '../table.ts'
import type { Run, Scenario } from './scenario.ts'

const schemes: ReadonlyArray<readonly [label: string, scheme: Scheme]> = [
  ['modulo', modulo],
  ['ring, 1 point', consistent(1)],
  ['ring, 160 points', consistent(160)],
  ['ring, 1024 points', consistent(1024)],
  ['rendezvous (bysource)', rendezvous],
  ['Maglev M=1009', maglev(1009)],
  ['Maglev M=65537', maglev(65537)]
]

/** Hashing: how evenly do keys fall on ten members, and how many move without need when the last member leaves? */
export const hashing: Scenario = { name: 'hashing', steps: schemes.length, run }

function run ({ seed, quick, step }: Run): ReturnType<Scenario['run']> {
  const count = quick ? 20_000 : 100_000
  const keys = Uint32Array.from({ length: count }, (_, i) => hash(`${seed} client ${i}`))
  const members = Array.from({ length: 10 }, (_, i) => `member-${i}`)
  const found = schemes.map(([label, scheme]) => {
    const { unevenness, moved } = disrupt(scheme, keys, members)
    step()
    return { label, unevenness, moved, evenText: unevenness.toFixed(3), movedText: percent(moved, 2) }
  })
  return {
    title: `Hashing: ${count} keys, 10 members, then one removed`,
    table: {
      head: ['Scheme', 'max/mean', 'extra keys moved beyond the unavoidable 10 %'],
      rows: found.map(({ label, evenText, movedText }) => [label, evenText, movedText])
    },
    chart: {
      kind: 'bars',
      title: 'Who has to move when one of ten members leaves',
      panels: [
        { title: 'Moved although their member stayed', axis: 'per cent of keys', bars: found.map(({ label, moved, movedText }) => ({ label, value: 100 * moved, text: movedText })) },
        { title: 'Keys on the fullest member', axis: 'times the mean', bars: found.map(({ label, unevenness, evenText }) => ({ label, value: unevenness, text: evenText })) }
      ]
    }
  }
}

/** Keys on the fullest member for the mean, and the share of keys that moved although their member stayed. */
function disrupt (scheme: Scheme, keys: Uint32Array, members: readonly string[]): { unevenness: number, moved: number } {
  const leaver = members.length - 1
  const before = scheme(members)
  const after = scheme(members.slice(0, leaver))
  const loads = members.map(() => 0)
  let moved = 0
  for (const key of keys) {
    const home = before(key)
    loads[home]!++
    if (home !== leaver && after(key) !== home) moved++
  }
  return { unevenness: Math.max(...loads) * members.length / keys.length, moved: moved / keys.length }
}
