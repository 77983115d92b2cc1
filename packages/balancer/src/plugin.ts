import { METHODS } from 'node:http'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Balancer, BalancerMember, MemberInput } from '@fastify-balancer/core'
import type { Affinity } from './affinity.ts'
import { readConnectTo } from './connect-to.ts'
import { contextMaker } from './context.ts'
import { decorateEnvironment } from './environment.ts'
import { BadPathError } from './errors.ts'
import { claimContinue } from './expect-continue.ts'
import { createForward } from './forward.ts'
import { addHeaderHooks } from './header-hooks.ts'
import { countConnections, MemberTransports } from './member-transports.ts'
import { readBalancers, readSettings } from './options.ts'
import type { BalancerPluginOptions } from './options.ts'
import { encodePath, encoderFor, readPath, toBytes, toText } from './path.ts'
import { isForwarded, registerProxyPass } from './proxy-pass.ts'
import type { ProxyPass } from './proxy-pass.ts'
import { proxyPassUrl } from './proxy-pass-url.ts'
import { createReverse } from './reverse.ts'
import { sortOptions } from './rule-options.ts'
import type { RuleOptions } from './rule-options.ts'
import { addRule, readRule } from './rules.ts'
import type { ProxyPassOptions, Rule, Rules } from './rules.ts'
import { createSections } from './sections.ts'
import { readSslProxy } from './ssl-proxy.ts'
import { sectionTarget } from './section-target.ts'
import { targetOf } from './target.ts'
import type { ProbeRequest } from './transport/probe.ts'
import { Tunnels } from './upgrade/tunnels.ts'
import { createUpgrades } from './upgrade/upgrades.ts'
import './fastify.ts'

async function fastifyBalancer (fastify: FastifyInstance, options: BalancerPluginOptions): Promise<void> {
  const settings = readSettings(options)
  const balancers = readBalancers(options)
  const transports = new MemberTransports(balancers, readConnectTo(settings.connectTo), readSslProxy(settings.sslProxy, balancers), settings)
  const reverse = createReverse(settings, balancers)
  const contextFor = createSections(fastify.prefix, settings.sections, contextMaker(settings, transports, reverse))
  const affinities: Affinity[] = []
  const { allowEncodedSlashes } = settings
  const encode = encoderFor(allowEncodedSlashes)
  const rules: Rules = { encoded: [], decoded: [] }
  const ofOptions = settings.proxyPass.map(rule => add(rule, fastify.prefix))
  const tunnels = new Tunnels(balancers)
  let shared: ProxyPass

  if (settings.proxy100Continue) claimContinue(fastify.server, request => isForwarded(request, rules, allowEncodedSlashes, fastify.log))
  allowAllMethods(fastify)
  addHeaderHooks(fastify, settings, contextFor)
  fastify.decorate('balancers', balancers)
  const upgrades = createUpgrades(rules, allowEncodedSlashes, tunnels, fastify)
  fastify.decorate('upgrades', upgrades)
  fastify.decorate('addAffinity', function addAffinity (this: FastifyInstance, affinity: Affinity) {
    affinities.push(affinity)
    return this
  })
  fastify.decorate('proxyPassPath', function proxyPassPath (balancer: Balancer) {
    const all = [...rules.encoded, ...rules.decoded]
    const path = all.map(rule => rule.balancer === balancer ? rule.path : null).find(path => typeof path === 'string')
    return path === undefined ? null : toText(path)
  })
  fastify.decorate('proxyPass', function proxyPass (this: FastifyInstance, path: string | RegExp, url: string, options: RuleOptions & MemberInput = {}) {
    const rule = add({ path, url, ...sortOptions(options) }, this.prefix)
    return this.register(scope => registerProxyPass(scope, shared, [rule]))
  })
  fastify.decorate('connectionsTo', countConnections)
  fastify.decorate('probeMember', (member: BalancerMember, request: ProbeRequest | null, signal: AbortSignal) => transports.probe(member, request, signal))
  fastify.decorate('sectionTarget', (request: FastifyRequest) => sectionTarget(rules, request))
  fastify.decorate('proxyPassUrl', (request: FastifyRequest) => proxyPassUrl(request, rules, balancers, allowEncodedSlashes))
  decorateEnvironment(fastify)
  fastify.decorateRequest('balancer', null)
  fastify.decorateRequest('balancerMember', {
    getter (this: FastifyRequest) { return this.balancer?.member ?? null }
  })
  fastify.decorateRequest('balancerRouteChanged', {
    getter (this: FastifyRequest) { return this.balancer?.routeChanged ?? false }
  })
  fastify.decorateReply('balance', function balance (this: FastifyReply, name: string, path?: string) {
    const asked = readPath(targetOf(this.request.raw), allowEncodedSlashes)
    if (typeof asked === 'number') throw new BadPathError()
    const encoded = path === undefined ? encode(asked.decoded) : encodePath(toBytes(path))
    shared.forward(this.request, this, balancers.get(name), encoded + asked.query, asked, {})
    return this
  })

  await fastify.register(async function proxyPass (scope) {
    const forward = await createForward(scope, contextFor, affinities, tunnels)
    shared = { forward, rules, allowEncodedSlashes, doors: new Set() }
    await registerProxyPass(scope, shared, ofOptions)
  })
  fastify.addHook('onReady', async () => upgrades.listen(fastify.server, upgrades.accepts))
  fastify.addHook('preClose', () => upgrades.close())
  fastify.addHook('onClose', () => transports.close())

  function add (given: ProxyPassOptions, prefix: string): Rule {
    const rule = readRule(given, balancers, prefix, allowEncodedSlashes)
    addRule(rules, rule)
    return rule
  }
}

/** Backends may know more methods than Fastify does by itself, WebDAV's for one. */
function allowAllMethods (fastify: FastifyInstance): void {
  for (const method of METHODS) {
    if (method !== 'CONNECT' && !fastify.supportedMethods.includes(method)) fastify.addHttpMethod(method, { hasBody: true })
  }
}

/**
 * Apache's ProxyPass and BalancerMember: routes whose requests go to an elected member of a balancer.
 * Decorates the instance with `balancers`, `proxyPass` and `upgrades`, the request with `balancer`, `balancerMember` and
 * `balancerRouteChanged`, the reply with `balance`.
 */
export const balancer: FastifyPluginAsync<BalancerPluginOptions> = fp(fastifyBalancer, {
  fastify: '5.x',
  name: '@fastify-balancer/balancer'
})
