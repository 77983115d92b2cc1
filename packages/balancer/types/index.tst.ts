import Fastify from 'fastify'
import type { FastifyInstance, FastifyPluginAsync, FastifyRequest } from 'fastify'
import { describe, expect, test } from 'tstyche'
import balancer, { balancer as named, balancerVariable, guardScope, NoMemberError, requireChange, signatureOf, tidyUrl } from '@fastify-balancer/balancer'
import type { AccessOptions, Affinity, Attempt, BalancerPluginOptions, ConnectionCounts, Operator, ProbeAnswer } from '@fastify-balancer/balancer'
import { Balancers } from '@fastify-balancer/core'
import type { Balancer, BalancerMember, Election } from '@fastify-balancer/core'

const app = Fastify()

describe('plugin', () => {
  test('is the default export and has a name', () => {
    expect(balancer).type.toBe<FastifyPluginAsync<BalancerPluginOptions>>()
    expect(named).type.toBe<FastifyPluginAsync<BalancerPluginOptions>>()
  })

  test('is registered with options, without, or with the balancers of another app', () => {
    expect(app.register).type.toBeCallableWith(balancer)
    expect(app.register).type.toBeCallableWith(balancer, { balancers: new Balancers(() => '') })
    expect(app.register).type.toBeCallableWith(balancer, {
      balancers: { shop: { stickysession: 'S', members: [{ url: 'http://a', route: 'a', loadfactor: 2 }] } },
      proxyPass: [{ path: /^\/x/, url: 'http://a', parameters: { timeout: '500ms' } }, { path: '/private', url: '!' }],
      proxyPassReverse: [{ path: '/', url: 'balancer://shop' }],
      proxyPassReverseCookiePath: [{ internal: '/a', public: '/b' }],
      headers: [{ action: 'add', name: 'Set-Cookie', value: 'R=.%{BALANCER_WORKER_ROUTE}e', env: '!BALANCER_SESSION_ROUTE' }, { action: 'unset', name: 'x' }],
      proxyTimeout: 5,
      connectTo: ['a:80:b:8080']
    })
  })

  test('knows its options', () => {
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ proxypass: [] })
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ proxyPass: [{ path: '/' }] })
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ proxyPreserveHost: 'On' })
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ headers: [{ action: 'put', name: 'x' }] })
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ headers: [{ action: 'set', name: 'x', value: 'y', env: 'HTTPS' }] })
    expect<BalancerPluginOptions>().type.not.toBeAssignableFrom({ balancers: { shop: { members: [{ route: 'a' }] } } })
  })
})

test('a scope is guarded, and knows who asks', () => {
  expect(guardScope).type.toBeCallableWith(app, { requireIp: ['10'], users: { ann: 'x', bob: { hash: 'y', role: 'read' } }, require: ['local', 'valid-user'] }, { realm: 'R' })
  expect<AccessOptions>().type.not.toBeAssignableFrom({ users: { ann: { role: 'admin' } } })
  expect<FastifyRequest['operator']>().type.toBe<Operator | null>()
  expect(signatureOf).type.not.toBeCallableWith(null)
  expect(requireChange).type.not.toBeCallableWith(app)
})

test('an attempt tells its outcome, and takes headers', () => {
  expect<Attempt['status']>().type.toBe<number | null>()
  expect<Attempt['setHeader']>().type.toBeCallableWith('traceparent', '00')
})

describe('decorations', () => {
  test('of the instance', () => {
    expect(app.balancers).type.toBe<Balancers>()
    expect(app.balancers.get('shop')).type.toBe<Balancer>()
    expect(app.proxyPass('/a', 'balancer://shop')).type.toBe<FastifyInstance>()
    expect(app.proxyPass).type.toBeCallableWith(/^\/a/, 'http://a', { retry: 5 })
    expect(app.proxyPass).type.toBeCallableWith('/a', 'balancer://shop', { nocanon: true, mapping: 'encoded' })
    expect(app.proxyPass).type.not.toBeCallableWith('/a', 'balancer://shop', { mapping: 'raw' })
    expect(Fastify).type.toBeCallableWith({ rewriteUrl: tidyUrl })
    expect(app.proxyPassPath(app.balancers.get('shop'))).type.toBe<string | null>()
    expect(app.connectionsTo(app.balancers.get('shop').members[0]!)).type.toBe<ConnectionCounts>()
    expect(app.sectionTarget({} as FastifyRequest)).type.toBe<string>()
    expect(app.probeMember({} as BalancerMember, null, new AbortController().signal)).type.toBe<Promise<ProbeAnswer | null>>()
    expect(app.probeMember).type.not.toBeCallableWith({} as BalancerMember, { head: '' }, new AbortController().signal)
    expect(app.addAffinity).type.toBeCallableWith({ name: 'header', find: () => false })
    expect(app.addAffinity).type.not.toBeCallableWith({ name: 'header', find: () => {} })
    expect<Parameters<NonNullable<Affinity['answered']>>[2]>().type.toBe<Balancer>()
  })

  test('of request and reply', () => {
    app.get('/', (request, reply) => {
      expect(request.balancer).type.toBe<Election | null>()
      expect(request.balancerMember).type.toBe<BalancerMember | null>()
      expect(request.balancerRouteChanged).type.toBe<boolean>()
      expect(request.environment).type.toBe<Map<string, string> | null>()
      expect(reply.balance).type.toBeCallableWith('shop')
      expect(reply.balance).type.toBeCallableWith('shop', '/path')
      return reply.balance('shop')
    })
  })
})

test('variables are read by their names', () => {
  expect(balancerVariable).type.toBeCallableWith({} as FastifyRequest, 'BALANCER_REASON')
  expect(balancerVariable).type.not.toBeCallableWith({} as FastifyRequest, 'PATH')
  expect(balancerVariable({} as FastifyRequest, 'BALANCER_NAME')).type.toBe<string | null>()
})

test('errors have their codes', () => {
  expect(new NoMemberError('balancer://shop').code).type.toBe<'FST_BALANCER_NO_MEMBER'>()
})
