import t from 'tap'
import { fail } from '../src/account.ts'
import type { BalancerOptions } from '../src/balancer.ts'
import { Balancers } from '../src/balancers.ts'
import { retryAfter } from '../src/retry-after.ts'

const now = 1_000_000

/** @param failed when members failed, in milliseconds before now */
function seconds (options: BalancerOptions, failed: Readonly<Record<number, number>> = {}): number {
  const balancer = new Balancers(() => '').add('b', options)
  for (const [index, ago] of Object.entries(failed)) fail(balancer.members[Number(index)]!, now - ago, 'refused')
  return retryAfter(balancer, now)
}

t.test('the soonest retry of a failed member counts', async t => {
  const members = [{ url: 'http://a', retry: 30 }, { url: 'http://b', retry: 20 }]
  t.equal(seconds({ forcerecovery: false, members }, { 0: 100, 1: 100 }), 20)
  t.equal(seconds({ forcerecovery: false, members }, { 0: 25_000, 1: 100 }), 5)
  t.equal(seconds({ forcerecovery: false, members }, { 0: 35_000, 1: 100 }), 1, 'it is due')
  t.equal(seconds({ forcerecovery: false, members: [{ url: 'http://a', retry: 3600 }] }, { 0: 0 }), 60, 'no longer than a minute')
})

t.test('members that are all failed are looked at by the next request', async t => {
  t.equal(seconds({ members: [{ url: 'http://a' }, { url: 'http://b' }] }, { 0: 0, 1: 0 }), 1)
  t.equal(seconds({ members: [{ url: 'http://a', retry: 40 }, { url: 'http://b', status: '+D' }] }, { 0: 0 }), 40, 'one that is disabled prevents it')
})

t.test('a member that is usable was only busy', async t => {
  t.equal(seconds({ members: [{ url: 'http://a' }, { url: 'http://b' }] }, { 0: 0 }), 1)
})

t.test('nobody knows when an operator will help', async t => {
  t.equal(seconds({}), 60)
  t.equal(seconds({ members: [{ url: 'http://a', status: '+D' }] }), 60)
  t.equal(seconds({ forcerecovery: false, members: [{ url: 'http://a', status: '+S' }] }, { 0: 0 }), 60, 'a stopped member is not looked at')
})
