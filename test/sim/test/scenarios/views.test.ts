import t from 'tap'
import { viewers, watch } from '../../src/scenarios/views.ts'

/** The p99 of half a minute for each age of the view. */
function p99s (viewer: keyof typeof viewers, ages: readonly number[]): number[] {
  return watch(viewers[viewer], ages, 1, 30_000, () => {})
}

t.test('own counters alone are as good as knowing everything at once', async t => {
  for (const viewer of ['leastBusy', 'twoChoices'] as const) {
    const [perfect, own] = p99s(viewer, [0, Infinity])
    t.ok(own! < 1.1 * perfect!, `${viewer}: ${own} ms, perfect view ${perfect} ms`)
  }
})

t.test('twenty balancers with the same old view run to the same members, less so when they draw two', async t => {
  const [leastBusy] = p99s('leastBusy', [200])
  const [twoChoices] = p99s('twoChoices', [200])
  t.ok(leastBusy! > 250, `least busy: ${leastBusy} ms`)
  t.ok(twoChoices! > 110 && twoChoices! < leastBusy! / 2, `two choices: ${twoChoices} ms`)
})

t.test('with views that are as old but not of the same moment they do not', async t => {
  const [inTurn] = p99s('inTurn', [200])
  t.ok(inTurn! < 110, `${inTurn} ms`)
})
