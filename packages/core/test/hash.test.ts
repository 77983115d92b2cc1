import t from 'tap'
import { combine, hash } from '../src/hash.ts'

t.test('a text is hashed by FNV-1a, whose published values end up mixed', async t => {
  for (const [text, fnv1a] of [['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]] as const) {
    t.equal(hash(text), combine(0, fnv1a) >>> 0, text)
  }
})

t.test('with a nought the other is mixed as murmur3 does for an empty text and that seed', async t => {
  for (const [seed, mixed] of [[0, 0], [1, 0x514e28b7], [0xffffffff, 0x81f16f39]] as const) t.equal(combine(0, seed) >>> 0, mixed)
})

t.test('hashes are whole numbers of 32 bits', async t => {
  for (const text of ['', 'http://a', '10.0.0.1', '2001:db8::1', 'ünïcödé 🐎']) {
    const one = hash(text)
    t.ok(Number.isInteger(one) && one >= 0 && one < 2 ** 32, text)
  }
})

t.test('one changed bit of either changes half of the bits, more or less', async t => {
  let flipped = 0
  for (let bit = 0; bit < 32; bit++) {
    flipped += bits(combine(12_345, 67_890) ^ combine(12_345 ^ (1 << bit), 67_890))
    flipped += bits(combine(12_345, 67_890) ^ combine(12_345, 67_890 ^ (1 << bit)))
  }
  t.ok(Math.abs(flipped / 64 - 16) < 1, `${flipped / 64} bits`)
})

t.test('neighbouring addresses are spread evenly', async t => {
  const counts = new Array<number>(10).fill(0)
  for (let i = 0; i < 65_536; i++) counts[Math.floor(hash(`10.0.${i >> 8}.${i & 255}`) / 2 ** 32 * 10)]!++
  for (const count of counts) t.ok(Math.abs(count - 6_553.6) < 400, `${count} of 6554`)
})

function bits (word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
