import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import serverStatus, { serverStatus as named } from '@fastify-balancer/status'
import type { ServerStatusOptions } from '@fastify-balancer/status'

const app = Fastify()

test('server-status is registered with its options or without', () => {
  expect(serverStatus).type.toBe<FastifyPluginAsync<ServerStatusOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<ServerStatusOptions>>()
  expect(app.register).type.toBeCallableWith(serverStatus)
  expect(app.register).type.toBeCallableWith(serverStatus, { path: '/status' })
})
