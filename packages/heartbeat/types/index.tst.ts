import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import heartbeat, { heartbeatHandler, heartbeatSender, heartbeat as named } from '@fastify-balancer/heartbeat'
import type { HeartbeatHandlerOptions, HeartbeatOptions, HeartbeatSenderOptions } from '@fastify-balancer/heartbeat'

const app = Fastify()

test('the plugin that hears is the default export and has a name', () => {
  expect(heartbeat).type.toBe<FastifyPluginAsync<HeartbeatOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<HeartbeatOptions>>()
  expect(heartbeatHandler).type.toBe<FastifyPluginAsync<HeartbeatHandlerOptions>>()
})

test('it knows its options', () => {
  expect(app.register).type.toBeCallableWith(heartbeat, { listen: '239.0.0.1:27999', storage: 'hb.dat', path: '/heartbeat', maxServers: 100, requireIp: ['10'] })
  expect(app.register).type.toBeCallableWith(heartbeatHandler, { path: '/heartbeat', users: { ann: 'secret' } })
  expect<HeartbeatOptions>().type.not.toBeAssignableFrom({ listen: 27_999 })
  expect<HeartbeatOptions>().type.not.toBeAssignableFrom({ lsiten: '239.0.0.1:27999' })
})

test('a sender must say where to and how much it can take', () => {
  expect(heartbeatSender).type.toBe<FastifyPluginAsync<HeartbeatSenderOptions>>()
  expect<HeartbeatSenderOptions>().type.toBeAssignableFrom({ address: '239.0.0.1:27999', concurrency: 100, port: 3000 })
  expect<HeartbeatSenderOptions>().type.not.toBeAssignableFrom({ address: '239.0.0.1:27999' })
  expect<HeartbeatSenderOptions>().type.not.toBeAssignableFrom({ concurrency: 100 })
})
