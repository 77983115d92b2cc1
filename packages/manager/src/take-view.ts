import { createHash } from 'node:crypto'
import { flag, sessionAges } from '@fastify-balancer/core'
import type { Balancer, Balancers, History } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import type { Journal, JournalEvent } from './journal.ts'
import { survey } from './look/survey.ts'
import { marksOf } from './page/ribbon.ts'
import type { BalancerView, Draft, Scene, View } from './page/view.ts'
import { savedOf } from './persist/keep-changes.ts'
import type { Selection } from './selection.ts'
import { serverBuilt, serverVersion } from './version.ts'

/** What the page shows that does not change from request to request. */
export interface Surroundings {
  readonly balancers: Balancers
  readonly history: History
  readonly journal: Journal
  /** null: as the Host header says. */
  readonly serverName: string | null
  /** The front path of a balancer that a ProxyPass names. */
  readonly proxyPassPath: (balancer: Balancer) => string | null
}

/** Takes the picture that the page shows to this request. */
export async function takeView (surroundings: Surroundings, request: FastifyRequest, selection: Selection, draft: Draft | null): Promise<View> {
  const { balancers, journal, serverName } = surroundings
  const uri = request.routeOptions.url!
  const { mayChange } = request.operator!
  const whole = await takeScene(surroundings)
  const scene = mayChange ? whole : { ...whole, balancers: whole.balancers.map(view => ({ ...view, nonce: '' })) }
  const view = scene.balancers.find(({ balancer }) => balancer.name === selection.balancer?.name)
  return {
    ...scene,
    serverName: serverName ?? request.hostname,
    serverVersion,
    serverBuilt,
    persisted: savedOf(balancers) !== null,
    uri,
    base: uri.replace(/\/$/, ''),
    action: `${request.protocol}://${request.host}${uri}`,
    mayChange,
    lbMethods: balancers.lbMethods,
    healthChecks: request.server.healthChecks ?? null,
    selected: view === undefined || !mayChange
      ? null
      : {
          view,
          draft,
          member: view.balancer.members.find(({ url }) => url === selection.member?.url) ?? null,
          ages: selection.member !== undefined && (selection.member.flags & flag.N) !== 0 ? sessionAges(balancers, selection.member, scene.now) : null,
          edits: journal.edits(view.balancer.name)
        }
  }
}

/** Takes the picture of what moves. */
export async function takeScene (surroundings: Surroundings): Promise<Scene> {
  const { balancers, history, journal } = surroundings
  const events = journal.since(0)
  const views: BalancerView[] = []
  for (const balancer of balancers) views.push(await viewBalancer(balancer, surroundings, events))
  return { now: Date.now(), totals: history.totals(), balancers: views, events }
}

/** A picture of one balancer. */
async function viewBalancer (balancer: Balancer, { balancers, history, journal, serverName, proxyPassPath }: Surroundings, events: readonly JournalEvent[]): Promise<BalancerView> {
  const server = createHash('sha256').update(serverName ?? '').digest('hex').slice(0, 8)
  const { balancer: snapshot, members, highest } = await survey(balancer, history, balancers.drains, journal)
  return {
    balancer: snapshot,
    nonce: balancer.nonce,
    id: `p${server}_${balancer.name.replace(/[^a-z0-9]/g, '_')}`,
    path: proxyPassPath(balancer) ?? '/',
    looks: members,
    highest,
    marks: marksOf(events, balancer.name, Date.now(), history.interval, history.samples),
    reasons: balancer.recent.count()
  }
}
