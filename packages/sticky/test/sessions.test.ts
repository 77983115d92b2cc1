import { Balancers } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import t from 'tap'
import { until } from '../../balancer/test/support/until.ts'
import { sessionKey, Sessions } from '../src/sessions.ts'

function members (): readonly [BalancerMember, BalancerMember] {
  const { members } = new Balancers(() => '').add('shop', { members: [{ url: 'http://a' }, { url: 'http://b' }] })
  return [members[0]!, members[1]!]
}

t.test('a session is remembered, moved and forgotten, and counted', async t => {
  const [a, b] = members()
  const sessions = new Sessions(10, 1000, () => 0)
  t.teardown(() => sessions.close())
  t.equal(sessions.find('x'), null)
  sessions.remember('x', a)
  sessions.remember('x', a)
  t.equal(sessions.find('x'), a)
  t.strictSame([a.sessions, b.sessions], [1, 0])
  sessions.remember('x', b)
  t.equal(sessions.find('x'), b)
  t.strictSame([a.sessions, b.sessions], [0, 1])
  sessions.forget('x')
  sessions.forget('x')
  t.equal(sessions.find('x'), null)
  t.strictSame([a.sessions, b.sessions], [0, 0])
})

t.test('of too many the one that was not used for longest goes', async t => {
  const [a, b] = members()
  const sessions = new Sessions(2, 1000, () => 0)
  t.teardown(() => sessions.close())
  sessions.remember('1', a)
  sessions.remember('2', a)
  sessions.find('1')
  sessions.remember('3', b)
  t.strictSame(['1', '2', '3'].map(key => sessions.find(key)), [a, null, b])
  t.strictSame([a.sessions, b.sessions], [1, 1])
  sessions.remember('1', a)
  sessions.remember('4', b)
  t.strictSame(['1', '3', '4'].map(key => sessions.find(key)), [a, null, b])
})

t.test('a session expires when it is not used', async t => {
  const [a] = members()
  let now = 0
  const sessions = new Sessions(10, 1000, () => now)
  t.teardown(() => sessions.close())
  sessions.remember('x', a)
  now = 999
  t.equal(sessions.find('x'), a)
  now = 1998
  t.equal(sessions.find('x'), a, 'every use counts')
  now = 2998
  t.equal(sessions.find('x'), null)
  t.equal(a.sessions, 0)
})

t.test('also when nobody asks for it', async t => {
  const [a, b] = members()
  let now = 0
  const sessions = new Sessions(10, 5, () => now)
  t.teardown(() => sessions.close())
  sessions.remember('x', a)
  now = 3
  sessions.remember('y', b)
  now = 5
  await until(() => a.sessions === 0)
  t.equal(b.sessions, 1)
  now = 8
  await until(() => b.sessions === 0)
  sessions.remember('z', a)
  now = 13
  await until(() => a.sessions === 0)
})

t.test('when it is closed nothing is left on the members', async t => {
  const [a, b] = members()
  const sessions = new Sessions(10, 1000, () => 0)
  sessions.remember('x', a)
  sessions.remember('y', b)
  sessions.close()
  t.strictSame([a.sessions, b.sessions], [0, 0])
})

t.test('keys do not tell ids, and differ by balancer and cookie', async t => {
  const balancers = new Balancers(() => '')
  const shop = balancers.add('shop', {})
  const other = balancers.add('other', {})
  const keys = [sessionKey(shop, 'S', 'id-1'), sessionKey(shop, 'S', 'id-2'), sessionKey(shop, 'T', 'id-1'), sessionKey(other, 'S', 'id-1')]
  t.equal(new Set(keys).size, 4)
  t.equal(keys[0], sessionKey(shop, 'S', 'id-1'))
  for (const key of keys) t.match(key, /^[\w-]{43}$/)
  t.equal(sessionKey(shop, 'S', 'x'.repeat(10_000)).length, 43)
})
