import { METHODS } from 'node:http'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Balancer, MemberInput } from '@fastify-balancer/core'
import type { Affinity } from './affinity.ts'
import { readConnectTo } from './connect-to.ts'
import { decorateEnvironment } from './environment.ts'
import { BadPathError } from './errors.ts'
import { createForward } from './forward.ts'
import type { Forward } from './forward.ts'
import { createEditHeaders, kEditHeaders } from './headers.ts'
import { MemberTransports } from './member-transports.ts'
import { readBalancers, readSettings } from './options.ts'
import type { BalancerPluginOptions } from './options.ts'
import { readPath, toBytes, toText } from './path.ts'
import { registerProxyPass } from './proxy-pass.ts'
import { createReverse } from './reverse.ts'
import { readRule } from './rules.ts'
import type { Rule } from './rules.ts'
import './fastify.ts'

async function fastifyBalancer (fastify: FastifyInstance, options: BalancerPluginOptions): Promise<void> {
  const settings = readSettings(options)
  const balancers = readBalancers(options)
  const transports = new MemberTransports(readConnectTo(settings.connectTo), settings.proxyTimeout)
  const reverse = createReverse(settings, balancers)
  const affinities: Affinity[] = []
  const rules: Rule[] = settings.proxyPass.map(rule => readRule(rule, balancers, fastify.prefix))
  const doors = new Set<string>()
  let forward: Forward

  allowAllMethods(fastify)
  fastify.decorate('balancers', balancers)
  fastify.decorate(kEditHeaders, createEditHeaders(settings.headers))
  fastify.decorate('addAffinity', function addAffinity (this: FastifyInstance, affinity: Affinity) {
    affinities.push(affinity)
    return this
  })
  fastify.decorate('proxyPassPath', function proxyPassPath (balancer: Balancer) {
    const path = rules.map(rule => rule.balancer === balancer ? rule.path : null).find(path => typeof path === 'string')
    return path === undefined ? null : toText(path)
  })
  fastify.decorate('proxyPass', function proxyPass (this: FastifyInstance, path: string | RegExp, url: string, parameters?: MemberInput) {
    const rule = readRule({ path, url, ...(parameters === undefined ? {} : { parameters }) }, balancers, this.prefix)
    rules.push(rule)
    return this.register(scope => registerProxyPass(scope, forward, rules, [rule], doors))
  })
  decorateEnvironment(fastify)
  fastify.decorateRequest('balancer', null)
  fastify.decorateRequest('balancerMember', {
    getter (this: FastifyRequest) { return this.balancer?.member ?? null }
  })
  fastify.decorateRequest('balancerRouteChanged', {
    getter (this: FastifyRequest) { return this.balancer?.routeChanged ?? false }
  })
  fastify.decorateReply('balance', function balance (this: FastifyReply, name: string, path?: string) {
    const asked = readPath(this.request.raw.url!)
    if (typeof asked === 'number') throw new BadPathError()
    forward(this.request, this, balancers.get(name), path === undefined ? asked.decoded : toBytes(path), asked)
    return this
  })

  await fastify.register(async function proxyPass (scope) {
    forward = await createForward(scope, { headerRules: settings, transports }, reverse, affinities)
    await registerProxyPass(scope, forward, rules, [...rules], doors)
  })
  fastify.addHook('onClose', () => transports.close())
}

/** Backends may know more methods than Fastify does by itself, WebDAV's for one. */
function allowAllMethods (fastify: FastifyInstance): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true })
  }
}

/**
 * Apache's ProxyPass and BalancerMember: routes whose requests go to an elected member of a balancer.
 * Decorates the instance with `balancers` and `proxyPass`, the request with `balancer`, `balancerMember` and
 * `balancerRouteChanged`, the reply with `balance`.
 */
export const balancer: FastifyPluginAsync<BalancerPluginOptions> = fp(fastifyBalancer, {
  fastify: '5.x',
  name: '@fastify-balancer/balancer'
})
