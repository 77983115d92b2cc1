import { createHmac } from 'node:crypto'
import { Balancers } from '@fastify-balancer/core'
import type { Balancer } from '@fastify-balancer/core'
import t from 'tap'
import { createRouteTokens } from '../src/route-tokens.ts'

function shop (...routes: readonly string[]): Balancer {
  return new Balancers(() => '').add('shop', { members: routes.map((route, i) => ({ url: `http://m${i}`, route })) })
}

const secret = 's'.repeat(32)
const old = 'o'.repeat(32)

t.test('without a secret it is the route, as a cookie may carry it', async t => {
  const balancer = shop('a', 'b; c', '', '')
  const { members, tokens } = createRouteTokens(balancer, [])
  const values = balancer.members.map(member => tokens.get(member)!)
  t.strictSame(values.slice(0, 2), ['a', 'b%3B%20c'])
  t.match(values[2], /^[\da-z]{1,7}$/)
  t.not(values[2], values[3], 'a member without route goes by its URL')
  t.strictSame(values.map(value => members.get(value)), balancer.members)
})

t.test('members with the same route have the same value, which stands for the first', async t => {
  const balancer = shop('a', 'a')
  const { members, tokens } = createRouteTokens(balancer, [])
  t.strictSame([...tokens.values()], ['a', 'a'])
  t.equal(members.get('a'), balancer.members[0])
})

t.test('with a secret it is a signature of balancer and route', async t => {
  const balancer = shop('a', '')
  const { members, tokens } = createRouteTokens(balancer, [secret])
  const expected = ['a', 'http://m1'].map(text => createHmac('sha256', secret).update(`shop\0${text}`).digest('base64url'))
  t.strictSame([...tokens.values()], expected)
  t.strictSame([...members.keys()], expected)
})

t.test('older secrets are known, the first makes the values', async t => {
  const balancer = shop('a', 'b')
  const before = createRouteTokens(balancer, [old])
  const after = createRouteTokens(balancer, [secret, old])
  const [a] = balancer.members
  t.equal(after.members.get(before.tokens.get(a!)!), a)
  t.not(after.tokens.get(a!), before.tokens.get(a!))
  t.equal(after.members.size, 4)
})
