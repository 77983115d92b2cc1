import { randomUUID } from 'node:crypto'
import type { HealthChecks } from '@fastify-balancer/balancer'
import { Balancers } from '@fastify-balancer/core'
import type { Balancer, BalancerOptions } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions, LightMyRequestResponse } from 'fastify'
import fp from 'fastify-plugin'
import type { Test } from 'tap'
import manager from '../../src/index.ts'
import type { ManagerOptions } from '../../src/index.ts'

export const a = 'http://10.0.0.1:8080'
export const b = 'http://10.0.0.2:8080'

/** A manager in front of balancers, and how an operator's browser talks to it. */
export interface ManagerApp {
  readonly app: FastifyInstance
  readonly balancers: Balancers
  readonly get: (query?: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  readonly post: (fields: string, headers?: Record<string, string>) => Promise<LightMyRequestResponse>
  /** Posts fields together with the nonce and the name of a balancer, as its form does. */
  readonly submit: (balancer: Balancer, fields: string) => Promise<LightMyRequestResponse>
}

interface Setup {
  readonly balancers?: Readonly<Record<string, BalancerOptions>>
  readonly options?: ManagerOptions
  readonly server?: FastifyServerOptions
  readonly proxyPassPaths?: ReadonlyMap<string, string>
  /** Members are checked. */
  readonly healthChecks?: HealthChecks
}

const twoMembers: Readonly<Record<string, BalancerOptions>> = {
  shop: { members: [{ url: a, route: 'a' }, { url: b, route: 'b' }] }
}

/** What the manager needs of the balancer plugin: its name and its decorations. */
export function standIn (balancers: Balancers, proxyPassPaths?: ReadonlyMap<string, string>) {
  return fp(async function standInForBalancer (app: FastifyInstance) {
    app.decorate('balancers', balancers)
    app.decorate('proxyPassPath', (balancer: Balancer) => proxyPassPaths?.get(balancer.name) ?? null)
  }, { name: '@fastify-balancer/balancer' })
}

export async function managerApp (t: Test, { balancers: defined = twoMembers, options = {}, server = {}, proxyPassPaths, healthChecks }: Setup = {}): Promise<ManagerApp> {
  const balancers = new Balancers(randomUUID)
  for (const [name, balancer] of Object.entries(defined)) balancers.add(name, balancer)
  const app = Fastify(server)
  t.after(() => app.close())
  if (healthChecks !== undefined) app.decorate('healthChecks', healthChecks)
  app.register(standIn(balancers, proxyPassPaths))
  app.register(manager, options)
  await app.ready()
  const same = { host: 'proxy.test', referer: 'http://proxy.test/balancer-manager' }
  const url = '/balancer-manager'
  const post: ManagerApp['post'] = (payload, headers = {}) => app.inject({
    method: 'POST',
    url,
    headers: { ...same, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload
  })
  return {
    app,
    balancers,
    get: (query = '', headers = {}) => app.inject({ url: `${url}${query}`, headers: { ...same, ...headers } }),
    post,
    submit: (balancer, fields) => post(`b=${balancer.name}&nonce=${balancer.nonce}&${fields}`)
  }
}
