import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import sticky, { sticky as named } from '@fastify-balancer/sticky'
import type { StickyPluginOptions } from '@fastify-balancer/sticky'
import type { BalancerMember } from '@fastify-balancer/core'

const app = Fastify()

test('the plugin is the default export and has a name', () => {
  expect(sticky).type.toBe<FastifyPluginAsync<StickyPluginOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<StickyPluginOptions>>()
})

test('the plugin knows its options', () => {
  expect(app.register).type.toBeCallableWith(sticky)
  expect(app.register).type.toBeCallableWith(sticky, { secret: ['new', 'old'], idle: '30mi', maxSessions: 1000 })
  expect<StickyPluginOptions>().type.toBeAssignableFrom({ secret: 'one', idle: 1800 })
  expect<StickyPluginOptions>().type.not.toBeAssignableFrom({ secret: Buffer.alloc(32) })
  expect<StickyPluginOptions>().type.not.toBeAssignableFrom({ secrets: [] })
})

test('a request has a wanted member, or none', () => {
  app.get('/', request => {
    expect(request.wantedMember).type.toBe<BalancerMember | null>()
  })
})
