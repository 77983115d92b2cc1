import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import sticky, { sticky as named } from '@fastify-balancer/sticky'
import type { BalancerMember } from '@fastify-balancer/core'

const app = Fastify()

test('the plugin is the default export, has a name and no options', () => {
  expect(sticky).type.toBe<FastifyPluginAsync>()
  expect(named).type.toBe<FastifyPluginAsync>()
  expect(app.register).type.toBeCallableWith(sticky)
})

test('a request has a wanted member, or none', () => {
  app.get('/', request => {
    expect(request.wantedMember).type.toBe<BalancerMember | null>()
  })
})
