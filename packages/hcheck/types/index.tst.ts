import Fastify from 'fastify'
import type { FastifyPluginAsync } from 'fastify'
import { expect, test } from 'tstyche'
import type { HealthChecks } from '@fastify-balancer/balancer'
import type { CheckAnswer } from '@fastify-balancer/core'
import hcheck, { hcheck as named } from '@fastify-balancer/hcheck'
import type { HcheckPluginOptions } from '@fastify-balancer/hcheck'

const app = Fastify()

test('the plugin is the default export and has a name', () => {
  expect(hcheck).type.toBe<FastifyPluginAsync<HcheckPluginOptions>>()
  expect(named).type.toBe<FastifyPluginAsync<HcheckPluginOptions>>()
})

test('the plugin knows its options', () => {
  expect(app.register).type.toBeCallableWith(hcheck)
  expect(app.register).type.toBeCallableWith(hcheck, { expressions: { ok: '%{REQUEST_STATUS} -lt 400' }, balancers: ['shop'] })
  expect<HcheckPluginOptions>().type.toBeAssignableFrom({ expressions: { warm: ({ status, headers, body }: CheckAnswer) => status === 200 && headers['x-warm'] === body } })
  expect<HcheckPluginOptions>().type.not.toBeAssignableFrom({ expressions: { ok: /200/ } })
  expect<HcheckPluginOptions>().type.not.toBeAssignableFrom({ interval: 5 })
})

test('the app says which expressions there are, if it checks at all', () => {
  expect(app.healthChecks).type.toBe<HealthChecks | undefined>()
})
