import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import Fastify from 'fastify'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerMember, BalancerOptions, Reason } from '@fastify-balancer/core'
import sticky from '@fastify-balancer/sticky'
import type { StickyPluginOptions } from '@fastify-balancer/sticky'

/** What a client sees, and what the app decided. */
export interface Asked {
  /** Who answered. */
  readonly by: string | null
  readonly status: number
  readonly setCookie: readonly string[]
  readonly reason: Reason | null
  readonly wanted: string | null
  readonly headers: Readonly<Record<string, unknown>>
}

export interface Shop {
  readonly app: FastifyInstance
  readonly members: readonly BalancerMember[]
  /** Asks without a connection: cookies are handed over as they stand. */
  readonly ask: (cookie?: string, target?: string, headers?: Readonly<Record<string, string>>) => Promise<Asked>
}

/** An app that sends everything to `balancer://shop`, with the plugin; `before` may add to it first. */
export async function startShop (t: Test, shop: BalancerOptions, options: StickyPluginOptions = {}, serverOptions: FastifyServerOptions = {}, before?: (app: FastifyInstance) => unknown): Promise<Shop> {
  const app = Fastify({ forceCloseConnections: true, ...serverOptions })
  t.teardown(() => app.close())
  await before?.(app)
  let last: Pick<Asked, 'reason' | 'wanted'> = { reason: null, wanted: null }
  app.addHook('onSend', async request => {
    last = { reason: request.balancer?.reason ?? null, wanted: request.wantedMember?.url ?? null }
  })
  await app.register(balancer, { balancers: { shop }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  await app.register(sticky, options)
  return {
    app,
    members: app.balancers.get('shop').members,
    async ask (cookie, target = '/', headers = {}) {
      const answer = await app.inject({ url: target, headers: { ...headers, ...(cookie === undefined ? {} : { cookie }) } })
      const setCookie = answer.headers['set-cookie'] ?? []
      return {
        by: answer.headers['x-member'] as string | undefined ?? null,
        status: answer.statusCode,
        setCookie: typeof setCookie === 'string' ? [setCookie] : setCookie,
        headers: answer.headers,
        ...last
      }
    }
  }
}
