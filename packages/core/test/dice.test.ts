import t from 'tap'
import { dice } from '../src/dice.ts'

function rolls (seed: number, count: number): number[] {
  return Array.from({ length: count }, dice(seed))
}

t.test('the same seed rolls the same numbers', async t => {
  t.same(rolls(42, 100), rolls(42, 100))
  t.notSame(rolls(42, 100), rolls(43, 100))
})

t.test('they are mulberry32\'s', async t => {
  t.same(rolls(1, 3), [0.6270739405881613, 0.002735721180215478, 0.5274470399599522])
})

t.test('a seed is 32 bits of whatever it is', async t => {
  t.same(rolls(-1, 3), rolls(0xffffffff, 3))
  t.same(rolls(2 ** 32 + 7.5, 3), rolls(7, 3))
})

t.test('they are at least 0, below 1 and evenly spread', async t => {
  const counts = new Array<number>(10).fill(0)
  for (const roll of rolls(1, 100_000)) counts[Math.floor(roll * 10)]!++
  t.equal(counts.length, 10)
  for (const count of counts) t.ok(Math.abs(count - 10_000) < 500, `${count} of 10000`)
})
