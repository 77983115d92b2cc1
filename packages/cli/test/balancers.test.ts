import t from 'tap'
import type { LbMethod } from '@fastify-balancer/core'
import { createBalancers } from '../src/balancers.ts'

const place = { file: 'httpd.conf', line: 4 }
const definition = (name: string, parameters = {}) => ({ name, parameters, members: [{ url: 'http://a.local', route: 'a' }], place })

t.test('balancers come from the configuration', async t => {
  const balancers = createBalancers({ balancers: [definition('one', { stickysession: 'SID' })] }, [], 'seed')
  const { members, stickysession } = balancers.get('one')
  t.strictSame(stickysession, { cookie: 'SID', path: 'SID' })
  t.match(members, [{ url: 'http://a.local', route: 'a' }])
})

t.test('the same seed makes the same nonces, another one others, and each balancer has its own', async t => {
  const nonces = (seed: string) => [...createBalancers({ balancers: [definition('one'), definition('two')] }, [], seed)].map(each => each.nonce)
  t.strictSame(nonces('a'), nonces('a'))
  t.equal(new Set([...nonces('a'), ...nonces('b')]).size, 4)
  t.match(nonces('a')[0], /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'written as httpd writes them')
})

t.test('they may use lbmethods that are handed in', async t => {
  const bycolor: LbMethod = { name: 'bycolor', choose: ([first]) => first }
  t.equal(createBalancers({ balancers: [definition('one', { lbmethod: 'bycolor' })] }, [bycolor], 'seed').get('one').lbmethod, bycolor)
})

t.test('a balancer that cannot be built is refused with its place', async t => {
  t.throws(() => createBalancers({ balancers: [definition('one', { lbmethod: 'bycolor' })] }, [], 'seed'), {
    name: 'Refusal', message: /^httpd\.conf:4: balancer:\/\/one: lbmethod must be one of /
  })
})
