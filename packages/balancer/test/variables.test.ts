import t from 'tap'
import { balancerVariable, isBalancerVariable } from '@fastify-balancer/balancer'
import type { BalancerVariable } from '@fastify-balancer/balancer'
import { Balancers } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import { electedRequest } from './support/elected.ts'

const names: readonly BalancerVariable[] = [
  'BALANCER_NAME', 'BALANCER_WORKER_NAME', 'BALANCER_WORKER_ROUTE', 'BALANCER_SESSION_STICKY', 'BALANCER_SESSION_ROUTE',
  'BALANCER_ROUTE_CHANGED', 'BALANCER_REASON'
]

function read (request: FastifyRequest): Array<string | null> {
  return names.map(name => balancerVariable(request, name))
}

t.test('they tell of the elected member and the session', async t => {
  t.strictSame(read(electedRequest()), ['balancer://shop', 'http://a.local', 'a', 'SID', 'b', '1', 'failover'])
})

t.test('those of the session are unset where none was found, and empty where its route is', async t => {
  const fresh = electedRequest({ sticky: null, route: null, reason: 'lbmethod', routeChanged: false })
  t.strictSame(read(fresh), ['balancer://shop', 'http://a.local', 'a', null, null, null, 'lbmethod'])
  t.equal(balancerVariable(electedRequest({ route: '' }), 'BALANCER_SESSION_ROUTE'), '')
})

t.test('without an elected member all are unset', async t => {
  const unset = names.map(() => null)
  t.strictSame(read(electedRequest({ member: null })), unset, 'none was electable')
  t.strictSame(read({ ...electedRequest(), balancer: null } as FastifyRequest), unset, 'nothing was balanced')
})

t.test('behind a plain URL all are unset', async t => {
  const alone = new Balancers(() => '').add('shop', { members: [{ url: 'http://a.local' }] })
  t.strictSame(read(electedRequest({ member: alone.members[0]! })), names.map(() => null))
})

t.test('their names are known', async t => {
  t.ok(names.every(isBalancerVariable))
  for (const name of ['BALANCER', 'balancer_name', 'toString', 'PATH']) t.notOk(isBalancerVariable(name), name)
})
