import type { LookupAddress } from 'node:dns'
import t from 'tap'
import { Addresses } from '../../src/transport/addresses.ts'
import type { Resolve } from '../../src/transport/addresses.ts'

const both: LookupAddress[] = [{ address: '192.0.2.1', family: 4 }, { address: '2001:db8::1', family: 6 }]

function create (ttl: number, resolve: Resolve): { addresses: Addresses, pass: (ms: number) => void, look: (all: boolean) => Promise<unknown[]> } {
  let now = 0
  const addresses = new Addresses(ttl, () => now, resolve)
  return {
    addresses,
    pass: ms => { now += ms },
    look: all => new Promise(resolve => addresses.lookup('h', { all }, (...heard) => resolve(heard)))
  }
}

t.test('a name is asked for again after its time', async t => {
  let asked = 0
  const { addresses, pass, look } = create(5_000, (_hostname, _options, callback) => {
    asked++
    callback(null, both)
  })
  t.equal(addresses.until, -Infinity)
  t.strictSame(await look(true), [null, both])
  pass(4_999)
  t.strictSame(await look(true), [null, both])
  t.equal(asked, 1)
  t.equal(addresses.until, 5_000)
  pass(1)
  await look(true)
  t.equal(asked, 2)
  t.equal(addresses.until, 9_999 + 1)
})

t.test('or never', async t => {
  let asked = 0
  const { pass, look } = create(Infinity, (_hostname, _options, callback) => {
    asked++
    callback(null, both)
  })
  await look(true)
  pass(1e12)
  await look(true)
  t.equal(asked, 1)
})

t.test('who wants one address gets the first', async t => {
  const { look } = create(1, (_hostname, options, callback) => {
    t.equal(options.all, true)
    callback(null, both)
  })
  t.strictSame(await look(false), [null, '192.0.2.1', 4])
})

t.test('a failure is not remembered', async t => {
  const failure = Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
  const answers = [failure, null]
  const { look } = create(5_000, (_hostname, _options, callback) => callback(answers.shift()!, both))
  t.equal((await look(true))[0], failure)
  t.strictSame(await look(true), [null, both])
})
