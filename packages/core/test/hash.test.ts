import t from 'tap'
import { combine, hash } from '../src/hash.ts'

t.test('a text is hashed by FNV-1a, whose published values end up mixed as by murmur3', async t => {
  for (const [text, fnv1a] of [['', 0x811c9dc5], ['a', 0xe40c292c], ['foobar', 0xbf9cf968]] as const) {
    t.equal(hash(text), murmur3(fnv1a), text)
  }
})

t.test('hashes are whole numbers of 32 bits', async t => {
  for (const text of ['', 'http://a', '10.0.0.1', '2001:db8::1', 'ünïcödé 🐎']) {
    const one = hash(text)
    t.ok(Number.isInteger(one) && one >= 0 && one < 2 ** 32, text)
  }
})

t.test('one changed bit of either changes half of the upper bits, more or less', async t => {
  let flipped = 0
  for (let i = 0; i < 1_000; i++) {
    const [a, b] = [hash(`client ${i}`), hash(`member ${i}`)]
    for (let bit = 0; bit < 32; bit++) flipped += bits((combine(a, b) ^ combine(a ^ (1 << bit), b)) >>> 16)
  }
  t.ok(Math.abs(flipped / 32_000 - 8) < 0.5, `${flipped / 32_000} of 16 bits`)
})

t.test('what one client draws for two members has nothing to do with each other', async t => {
  for (const [one, other] of [['http://10.0.0.1:8080', 'http://10.0.0.2:8080'], ['http://a', 'http://b'], ['unix:/1', 'unix:/2']] as const) {
    const both = [0, 0, 0, 0]
    for (let i = 0; i < 40_000; i++) {
      const client = hash(`2001:db8::${i.toString(16)}`)
      both[2 * (combine(client, hash(one)) >>> 31) + (combine(client, hash(other)) >>> 31)]!++
    }
    for (const count of both) t.ok(Math.abs(count - 10_000) < 450, `${one} and ${other}: ${count} of 10000`)
  }
})

t.test('neighbouring addresses are spread evenly', async t => {
  const counts = new Array<number>(10).fill(0)
  for (let i = 0; i < 65_536; i++) counts[Math.floor(hash(`10.0.${i >> 8}.${i & 255}`) / 2 ** 32 * 10)]!++
  for (const count of counts) t.ok(Math.abs(count - 6_553.6) < 400, `${count} of 6554`)
})

/** Murmur3's finaliser, which gives 0x514e28b7 for 1 and 0x81f16f39 for 0xffffffff. */
function murmur3 (word: number): number {
  let h = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

function bits (word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length
}
