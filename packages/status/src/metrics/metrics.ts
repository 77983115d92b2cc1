import { createRequire } from 'node:module'
import { guardScope } from '@fastify-balancer/balancer'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import fp from 'fastify-plugin'
import { AggregatorRegistry } from 'prom-client'
import { plain } from './definition.ts'
import type { Metric } from './definition.ts'
import { readMetricsOptions } from './options.ts'
import type { MetricsOptions } from './options.ts'
import { createMetricsRegistry } from './process-registry.ts'
import { prefix, pulled, registerMetrics } from './register.ts'

const { version } = createRequire(import.meta.url)('@fastify-balancer/status/package.json') as { readonly version: string }

/** Which program answers. */
export const buildInfo: Pick<Metric, 'kind' | 'name' | 'help' | 'aggregator'> = {
  kind: 'gauge', name: 'build_info', help: 'The version of fastify-balancer and of Node.js; always 1.', aggregator: 'first'
}

async function fastifyBalancerMetrics (app: FastifyInstance, options: MetricsOptions): Promise<void> {
  const { path, registry: given, processes, access } = readMetricsOptions(options)
  const { balancers, connectionsTo } = app
  const registry = given ?? createMetricsRegistry()
  // Apps that share balancers may share a registry.
  if (registry.getSingleMetric(prefix + buildInfo.name) === undefined) {
    pulled(registry, buildInfo, () => [{ whose: { version, node: process.version }, samples: plain(1) }])
    registerMetrics(registry, balancers, { connectionsTo, now: Date.now })
  }

  await app.register(async function balancerMetricsScope (scope) {
    await guardScope(scope, access, { realm: 'Metrics' })
    scope.get(path, { logLevel: 'warn' }, async function tellMetrics (_request, reply) {
      const told = processes === null || processes === undefined ? registry : AggregatorRegistry.aggregate([...await processes()])
      reply.type(told.contentType).header('cache-control', 'no-store')
      return told.metrics()
    })
  })
}

/**
 * Metrics for Prometheus, of the balancers that `@fastify-balancer/balancer` decorated the app with.
 * @throws FST_BALANCER_STATUS_BAD_OPTION
 */
export const metrics: FastifyPluginAsync<MetricsOptions> = fp(fastifyBalancerMetrics, {
  fastify: '5.x',
  name: '@fastify-balancer/metrics',
  dependencies: ['@fastify-balancer/balancer']
})
