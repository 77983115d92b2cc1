import t from 'tap'
import { createBackOff } from '../src/back-off.ts'

t.test('each death in a series doubles the pause, up to ten seconds', async t => {
  const next = createBackOff(() => 0)
  t.strictSame(Array.from({ length: 9 }, next), [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000])
})

t.test('a death after a calm minute begins a new series', async t => {
  let now = 0
  const next = createBackOff(() => now)
  next()
  now += 60_000
  t.equal(next(), 200)
  now += 60_001
  t.equal(next(), 100)
})
