import t from 'tap'
import { formatInterval, readInterval } from '../src/interval.ts'

const readings: ReadonlyArray<readonly [given: unknown, inSeconds: number | undefined, inMilliseconds: number | undefined]> = [
  ['5', 5_000, 5],
  ['0', 0, 0],
  [5, 5_000, 5],
  ['5s', 5_000, 5_000],
  ['5sec', 5_000, 5_000],
  ['5S', 5_000, 5_000],
  ['500ms', 500, 500],
  ['500MS', 500, 500],
  ['2mi', 120_000, 120_000],
  ['2min', 120_000, 120_000],
  ['1h', 3_600_000, 3_600_000],
  ['1hour', 3_600_000, 3_600_000],
  ['', undefined, undefined],
  ['s', undefined, undefined],
  ['5m', undefined, undefined],
  ['5d', undefined, undefined],
  ['5 s', undefined, undefined],
  ['1.5', undefined, undefined],
  ['-1', undefined, undefined],
  [1.5, undefined, undefined],
  [-1, undefined, undefined],
  [NaN, undefined, undefined],
  [Infinity, undefined, undefined],
  [true, undefined, undefined],
  [null, undefined, undefined],
  [[5], undefined, undefined],
  [Object.create(null), undefined, undefined]
]

t.test('an interval is a whole number with or without a unit', async t => {
  for (const [given, inSeconds, inMilliseconds] of readings) {
    t.equal(readInterval(given, 's'), inSeconds)
    t.equal(readInterval(given, 'ms'), inMilliseconds)
  }
})

t.test('it is printed bare where the unit divides it, else in milliseconds', async t => {
  t.equal(formatInterval(60_000, 's'), '60')
  t.equal(formatInterval(0, 's'), '0')
  t.equal(formatInterval(1_500, 's'), '1500ms')
  t.equal(formatInterval(1_500, 'ms'), '1500')
})

t.test('what is printed reads as it was', async t => {
  for (const unit of ['s', 'ms'] as const) {
    for (const ms of [0, 1, 999, 1_000, 90_500, 3_600_000]) t.equal(readInterval(formatInterval(ms, unit), unit), ms)
  }
})
