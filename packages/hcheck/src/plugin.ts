import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { check } from './check.ts'
import { Checker } from './checker.ts'
import { healthLog } from './log.ts'
import { readSettings } from './options.ts'
import type { HcheckPluginOptions } from './options.ts'

async function fastifyBalancerHcheck (fastify: FastifyInstance, options: HcheckPluginOptions): Promise<void> {
  const { balancers, probeMember, log } = fastify
  const { expressions, covers } = readSettings(options, balancers)
  fastify.decorate('healthChecks', {
    expressions: [...expressions].map(([name, { text }]) => ({ name, text }))
  })
  let checker: Checker | null = null
  fastify.addHook('onReady', async function beginChecks () {
    checker = new Checker(balancers, covers, {
      check: (member, signal) => check(member, probeMember, expressions, signal),
      now: Date.now,
      random: Math.random,
      log: healthLog(log)
    })
  })
  fastify.addHook('onClose', async function endChecks () {
    checker?.close()
  })
}

/**
 * Apache's mod_proxy_hcheck: checks the members that have an `hcmethod`, takes out those that fail, brings back those that
 * pass. Decorates the instance with `healthChecks`. Registered after the balancer plugin.
 */
export const hcheck: FastifyPluginAsync<HcheckPluginOptions> = fp(fastifyBalancerHcheck, {
  fastify: '5.x',
  name: '@fastify-balancer/hcheck',
  dependencies: ['@fastify-balancer/balancer']
})
