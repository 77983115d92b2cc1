import t from 'tap'
import { formatBytes, formatKilobytes, formatNumber } from '../../src/server-status/number.ts'

t.test('numbers have six digits and no zero that says nothing', async t => {
  const written: ReadonlyArray<readonly [number, string]> = [
    [0, '0'], [20, '20'], [0.75, '.75'], [15 / 19, '.789474'], [33_945.6, '33945.6'], [999_999, '999999'], [999_999.5, '1e+06'],
    [1_234_567, '1.23457e+06'], [2e15, '2e+15'], [0.0001, '.0001'], [0.00009, '9e-05'], [1.25e-12, '1.25e-12']
  ]
  for (const [value, text] of written) t.equal(formatNumber(value), text)
})

t.test('bytes and kilobytes have the unit that suits them', async t => {
  t.strictSame([0, 5119.9, 5120, 35_226, 600_000, 3e6, 6e8].map(formatBytes), ['0 B', '5119 B', '5.0 kB', '34.4 kB', '0.6 MB', '2.9 MB', '0.6 GB'])
  t.strictSame([0, 653, 1023, 1024, 2 ** 20].map(formatKilobytes), ['0 kB', '653 kB', '1023 kB', '1.0 MB', '1.0 GB'])
})
