import cookie from '@fastify/cookie'
import fp from 'fastify-plugin'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { Sessions } from '@fastify-balancer/core'
import { createDirectory } from './directory.ts'
import { createLearned } from './learned.ts'
import { readSettings } from './options.ts'
import type { StickyPluginOptions } from './options.ts'
import { createRouteCookie } from './route-cookie.ts'
import type { Serialize } from './route-cookie.ts'
import { decorateWantedMember } from './wanted-member.ts'
import { createWantedRoute } from './wanted-route.ts'
import './fastify.ts'

/** How often sessions that are over and that nobody asks for are cleared away, in milliseconds. */
const sweepAtLeastEvery = 60_000

async function fastifyBalancerSticky (fastify: FastifyInstance, options: StickyPluginOptions): Promise<void> {
  const { secrets, idle, maxSessions } = readSettings(options)
  // Two memories: sessions that clients claim to have must not crowd out those that members issued.
  const learned = new Sessions(maxSessions, idle)
  const claimed = new Sessions(maxSessions, idle)
  const directory = createDirectory(claimed, learned)
  const sweeping = setInterval(() => {
    const now = Date.now()
    claimed.sweep(now)
    learned.sweep(now)
  }, Math.min(idle, sweepAtLeastEvery)).unref()
  const routeCookie = createRouteCookie(secrets, await takeSerialize(fastify))
  const { events, sessions } = fastify.balancers

  decorateWantedMember(fastify)
  // What the session says itself goes first: a route cookie outlives the session that it was given with.
  fastify.addAffinity(createWantedRoute(claimed))
  fastify.addAffinity(createLearned(learned))
  fastify.addAffinity(routeCookie)

  sessions.add(directory)
  events.on('change', routeCookie.forget)
  fastify.addHook('onClose', async function close () {
    events.off('change', routeCookie.forget)
    clearInterval(sweeping)
    sessions.delete(directory)
    learned.clear()
    claimed.clear()
  })
}

/**
 * @fastify/cookie's serialize, which works once that plugin is loaded: by the app, or else in a scope of its own, so that
 * the app may still do so later.
 */
async function takeSerialize (fastify: FastifyInstance): Promise<Serialize> {
  if (fastify.hasDecorator('serializeCookie')) return fastify.serializeCookie
  let serialize: Serialize
  await fastify.register(async function cookies (scope) {
    await scope.register(cookie, { hook: false })
    serialize = scope.serializeCookie
  })
  return serialize!
}

/**
 * Session affinity: requests go to the member whose route ends their session id (`stickysession`), which issued their
 * session cookie (`learn`), or which the balancer's own cookie names (`routecookie`). Decorates the request with
 * `wantedMember`. Registered after the balancer plugin.
 */
export const sticky: FastifyPluginAsync<StickyPluginOptions> = fp(fastifyBalancerSticky, {
  fastify: '5.x',
  name: '@fastify-balancer/sticky',
  dependencies: ['@fastify-balancer/balancer']
})
