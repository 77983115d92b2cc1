import { createHash } from 'node:crypto'
import { snapshotBalancer } from '@fastify-balancer/core'
import type { Balancer, Balancers } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import type { BalancerView, View } from './page/view.ts'
import type { Selection } from './selection.ts'
import { serverVersion } from './version.ts'

/** What the page shows that does not change from request to request. */
export interface Surroundings {
  readonly balancers: Balancers
  /** null: as the Host header says. */
  readonly serverName: string | null
  /** The front path of a balancer that a ProxyPass names. */
  readonly proxyPassPath: (balancer: Balancer) => string | null
}

/** Takes the picture that the page shows to this request. */
export function takeView (surroundings: Surroundings, request: FastifyRequest, selection: Selection): View {
  const { balancers, serverName } = surroundings
  const uri = request.routeOptions.url!
  const views = [...balancers].map(balancer => viewBalancer(balancer, surroundings))
  const view = views.find(({ balancer }) => balancer.name === selection.balancer?.name)
  return {
    serverName: serverName ?? request.hostname,
    serverVersion,
    serverBuilt: `with Fastify ${request.server.version} for Node.js ${process.versions.node}`,
    uri,
    action: `${request.protocol}://${request.host}${uri}`,
    balancers: views,
    lbMethods: balancers.lbMethods,
    selected: view === undefined
      ? null
      : { view, member: view.balancer.members.find(({ url }) => url === selection.member?.url) ?? null }
  }
}

function viewBalancer (balancer: Balancer, { serverName, proxyPassPath }: Surroundings): BalancerView {
  const server = createHash('sha256').update(serverName ?? '').digest('hex').slice(0, 8)
  return {
    balancer: snapshotBalancer(balancer),
    nonce: balancer.nonce,
    id: `p${server}_${balancer.name.replace(/[^a-z0-9]/g, '_')}`,
    path: proxyPassPath(balancer) ?? '/'
  }
}
