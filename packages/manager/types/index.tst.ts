import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import { Balancers } from '@fastify-balancer/core'
import manager, { keepChanges, keepRecords, manager as named } from '@fastify-balancer/manager'
import type { KeptFile, KeptRecords, ManagerOptions } from '@fastify-balancer/manager'

const app = Fastify()

test('the plugin is registered with its options or without', () => {
  expect(manager).type.toBe<FastifyPluginAsync<ManagerOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<ManagerOptions>>()
  expect(app.register).type.toBeCallableWith(manager)
  expect(app.register).type.toBeCallableWith(manager, {})
  expect(app.register).type.toBeCallableWith(manager, { path: '/lb', requireIp: ['10', 'local'], users: { ann: 'secret', bob: { password: 'x', role: 'read' } }, htpasswd: 'users', require: 'valid-user', serverName: 'lb.example', uncheckedNonce: true, requireReferer: false, persist: 'balancers.json' })
})

test('options of the wrong type are refused', () => {
  expect<ManagerOptions>().type.not.toBeAssignableFrom({ path: 1 })
  expect<ManagerOptions>().type.not.toBeAssignableFrom({ requireIp: '127.0.0.1' })
  expect<ManagerOptions>().type.not.toBeAssignableFrom({ users: ['ann'] })
  expect<ManagerOptions>().type.not.toBeAssignableFrom({ serverName: true })
  expect<ManagerOptions>().type.not.toBeAssignableFrom({ persist: true })
})

test('changes are kept, and records of them, without a page too', () => {
  const balancers = new Balancers(() => 'nonce')
  expect(keepChanges(balancers, 'balancers.json', console)).type.toBe<Promise<KeptFile>>()
  expect(keepRecords(balancers)).type.toBe<KeptRecords>()
})
