import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { Registry } from 'prom-client'
import { expect, test } from 'tstyche'
import serverStatus, { alerts, metrics, serverStatus as named } from '@fastify-balancer/status'
import type { Alert, AlertsOptions, MetricsOptions, ServerStatusOptions } from '@fastify-balancer/status'

const app = Fastify()

test('server-status is registered with its options or without', () => {
  expect(serverStatus).type.toBe<FastifyPluginAsync<ServerStatusOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<ServerStatusOptions>>()
  expect(app.register).type.toBeCallableWith(serverStatus)
  expect(app.register).type.toBeCallableWith(serverStatus, { path: '/status' })
})

test('metrics are registered with their options or without', () => {
  expect(metrics).type.toBe<FastifyPluginAsync<MetricsOptions>>()
  expect(app.register).type.toBeCallableWith(metrics)
  expect(app.register).type.toBeCallableWith(metrics, { path: '/m', registry: new Registry(), requireIp: ['10'], users: { ann: 'secret' } })
  expect<MetricsOptions>().type.not.toBeAssignableFrom({ registry: {} })
})

test('alerts are registered with their options or without', () => {
  expect(alerts).type.toBe<FastifyPluginAsync<AlertsOptions>>()
  expect(app.register).type.toBeCallableWith(alerts)
  expect(app.register).type.toBeCallableWith(alerts, {
    memberDown: false,
    allDown: { for: 1 },
    overload: { busy: false, p99: '1s', keepFiringFor: '2mi' },
    webhook: { url: 'https://a', secret: 's' },
    onAlert: async (alert: Alert) => { expect(alert.state).type.toBe<'firing' | 'resolved'>() }
  })
  expect<AlertsOptions>().type.not.toBeAssignableFrom({ memberDown: true })
  expect<AlertsOptions>().type.not.toBeAssignableFrom({ memberDown: { busy: 1 } })
  expect<AlertsOptions>().type.not.toBeAssignableFrom({ webhook: { secret: 's' } })
})
