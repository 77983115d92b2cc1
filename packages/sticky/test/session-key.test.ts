import t from 'tap'
import { Balancers } from '@fastify-balancer/core'
import { sessionKey } from '../src/session-key.ts'

const balancers = new Balancers(() => '')
const shop = balancers.add('shop', {})
const other = balancers.add('other', {})

t.test('keys differ by id, cookie and balancer, and by where each ends', async t => {
  const keys = [sessionKey(shop, 'S', 'id-1'), sessionKey(shop, 'S', 'id-2'), sessionKey(shop, 'T', 'id-1'), sessionKey(other, 'S', 'id-1'), sessionKey(shop, 'Si', 'd-1')]
  t.equal(new Set(keys).size, keys.length)
  t.equal(keys[0], sessionKey(shop, 'S', 'id-1'))
  for (const key of keys) t.ok(Number.isSafeInteger(key) && key >= 0)
})

t.test('of a hundred thousand ids no two have the same key', async t => {
  t.equal(new Set(Array.from({ length: 100_000 }, (_, i) => sessionKey(shop, 'JSESSIONID', i.toString(36)))).size, 100_000)
})
