import t from 'tap'
import { humanSize } from '../src/human-size.ts'

const sizes: ReadonlyArray<readonly [bytes: number, text: string]> = [
  [0, '  0 '], [9, '  9 '], [206, '206 '], [830, '830 '], [972, '972 '], [973, '1.0K'], [1_024, '1.0K'], [1_245, '1.2K'],
  [5_632, '5.5K'], [10_188, '9.9K'], [10_189, ' 10K'], [12_288, ' 12K'], [400_384, '391K'], [995_327, '972K'],
  [996_352, '1.0M'], [1_048_576, '1.0M'], [1_073_741_824, '1.0G'], [2 ** 40, '1.0T'], [2 ** 50, '1.0P'],
  [Number.MAX_SAFE_INTEGER, '8.0P']
]

for (const [bytes, text] of sizes) {
  t.test(`${bytes} bytes are "${text}"`, async t => {
    t.equal(humanSize(bytes), text)
  })
}
