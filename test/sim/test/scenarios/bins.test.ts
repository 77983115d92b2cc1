import t from 'tap'
import { rows } from '../support/rows.ts'

t.test('two draws spare the busiest member nearly half of what chance gives it, a third draw little more', async t => {
  const [one, two, three] = rows('bins', false)['busiest member']!
  t.ok(Math.abs(one! - 5.55) <= 0.555, `one draw: ${one}`)
  t.ok(Math.abs(two! - 3) <= 0.15, `two draws: ${two}`)
  // With three draws a run ends with 2 or with 3, nearly as if by tossing a coin: twenty runs leave a standard error of 0.11.
  t.ok(Math.abs(three! - 2.4) <= 0.33, `three draws: ${three}`)
})
