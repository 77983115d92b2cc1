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
