import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import type { BalancerMember, BalancerOptions } from '@fastify-balancer/core'

/** An app that listens, until its test ends. */
export interface Started {
  readonly app: FastifyInstance
  readonly url: string
  readonly port: number
}

/** Starts an app with the plugin; `extend` adds to it before it listens. */
export async function startApp (t: Test, options: BalancerPluginOptions, extend?: (app: FastifyInstance) => unknown, serverOptions: FastifyServerOptions = {}): Promise<Started> {
  const app = Fastify({ forceCloseConnections: true, ...serverOptions })
  t.teardown(() => app.close())
  await app.register(balancer, options)
  await extend?.(app)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, port: (app.server.address() as AddressInfo).port }
}

/** Starts an app that sends everything to `balancer://shop`. */
export async function startShop (t: Test, shop: BalancerOptions, options: BalancerPluginOptions = {}, serverOptions: FastifyServerOptions = {}): Promise<Started & { members: readonly BalancerMember[] }> {
  const started = await startApp(t, { balancers: { shop }, proxyPass: [{ path: '/', url: 'balancer://shop/' }], ...options }, undefined, serverOptions)
  return { ...started, members: started.app.balancers.get('shop').members }
}
