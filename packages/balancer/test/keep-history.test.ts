import { mock } from 'node:test'
import t from 'tap'
import { answered, Balancers } from '@fastify-balancer/core'
import { keepHistory } from '../src/keep-history.ts'

t.test('a history is recorded while somebody needs it', async t => {
  mock.timers.enable({ apis: ['setInterval'] })
  t.teardown(() => mock.timers.reset())
  const balancers = new Balancers(() => '')
  const member = balancers.add('b', { members: [{ url: 'http://a' }] }).members[0]!
  const one = keepHistory(balancers)
  const other = keepHistory(balancers)
  t.equal(one.history, other.history)
  answered(member, 1, 200)
  mock.timers.tick(5_000)
  t.equal(one.history.of(member).requests.at(-1), Math.fround(0.2))
  one.release()
  one.release()
  answered(member, 1, 200)
  mock.timers.tick(5_000)
  t.equal(other.history.of(member).requests.at(-2), Math.fround(0.2), 'the other one still needs it')
  other.release()
  mock.timers.tick(5_000)
  t.equal(other.history.of(member).requests.at(-2), Math.fround(0.2), 'it is not recorded any more')
  const anew = keepHistory(balancers)
  t.not(anew.history, other.history)
  anew.release()
})

t.test('of thousands of members it is taken in slices', async t => {
  const balancers = new Balancers(() => '')
  const { members } = balancers.add('b', { members: Array.from({ length: 1_100 }, (_, i) => ({ url: `http://m${i}` })) })
  const { history, release } = keepHistory(balancers)
  t.teardown(release)
  t.equal(history.taken, 0, 'not all of them at once')
  while (history.taken === 0) await new Promise(setImmediate)
  t.equal(history.of(members.at(-1)!).busy.length, 60)
})
