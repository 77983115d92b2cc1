import { createHash } from 'node:crypto'
import type { Balancer, Balancers, History } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import { survey } from './look/survey.ts'
import type { BalancerView, View } from './page/view.ts'
import type { Selection } from './selection.ts'
import { serverBuilt, serverVersion } from './version.ts'

/** What the page shows that does not change from request to request. */
export interface Surroundings {
  readonly balancers: Balancers
  readonly history: History
  /** null: as the Host header says. */
  readonly serverName: string | null
  /** The front path of a balancer that a ProxyPass names. */
  readonly proxyPassPath: (balancer: Balancer) => string | null
}

/** Takes the picture that the page shows to this request. */
export async function takeView (surroundings: Surroundings, request: FastifyRequest, selection: Selection): Promise<View> {
  const { balancers, history, serverName } = surroundings
  const uri = request.routeOptions.url!
  const views: BalancerView[] = []
  for (const balancer of balancers) views.push(await viewBalancer(balancer, surroundings))
  const view = views.find(({ balancer }) => balancer.name === selection.balancer?.name)
  return {
    serverName: serverName ?? request.hostname,
    serverVersion,
    serverBuilt,
    uri,
    base: uri.replace(/\/$/, ''),
    now: Date.now(),
    totals: history.totals(),
    action: `${request.protocol}://${request.host}${uri}`,
    balancers: views,
    lbMethods: balancers.lbMethods,
    selected: view === undefined
      ? null
      : { view, member: view.balancer.members.find(({ url }) => url === selection.member?.url) ?? null }
  }
}

/** A picture of one balancer. */
export async function viewBalancer (balancer: Balancer, { balancers, history, serverName, proxyPassPath }: Surroundings): Promise<BalancerView> {
  const server = createHash('sha256').update(serverName ?? '').digest('hex').slice(0, 8)
  const { balancer: snapshot, members, highest } = await survey(balancer, history, balancers.drains)
  return {
    balancer: snapshot,
    nonce: balancer.nonce,
    id: `p${server}_${balancer.name.replace(/[^a-z0-9]/g, '_')}`,
    path: proxyPassPath(balancer) ?? '/',
    looks: members,
    highest,
    reasons: balancer.recent.count()
  }
}
