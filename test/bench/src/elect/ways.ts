/** The ways in which a member can be elected, each with a balancer in the middle of its work. */
import { Balancers, begin, createElection, dice, elect, hash } from '@fastify-balancer/core'
import type { Balancer, Election } from '@fastify-balancer/core'

/** Elects so many times. */
export type Elections = (count: number) => void

/** All lbmethods, and a session's route. */
export const ways: readonly string[] = [...new Balancers(() => '').lbMethods, 'by route']

const started = Date.UTC(2026, 0, 1)

/** How many different clients and sessions ask. A power of two. */
const asking = 1_024

/** A balancer with so many members, ready to be asked in that way. */
export function prepare (way: string, members: number): Elections {
  const byRoute = way === 'by route'
  const balancer = balancerOf(byRoute ? 'byrequests' : way, members)
  const election = createElection(null)
  const sources = Int32Array.from({ length: asking }, (_, i) => hash(`client ${i}`))
  const routes = Array.from({ length: asking }, (_, i) => byRoute ? balancer.members[hash(`session ${i}`) % members]!.route : null)
  return count => elections(balancer, election, sources, routes, count)
}

/** Members of factors 1, 2 and 3 that have some requests in flight, some sessions, some bytes, some latency and a heartbeat. */
function balancerOf (lbmethod: string, count: number): Balancer {
  const random = dice(count)
  const members = Array.from({ length: count }, (_, i) => ({ url: `http://member-${i}.local`, route: `route-${i}`, loadfactor: 1 + i % 3 }))
  const balancers = new Balancers(() => '', random)
  const balancer = balancers.add('bench', { lbmethod, stickysession: 'S', members })
  balancers.heartbeats.maxServers = count
  for (const member of balancer.members) {
    for (let i = Math.floor(random() * 4); i > 0; i--) begin(member, 'lbmethod')
    member.sessions = Math.floor(random() * 1_000)
    member.transferred = Math.floor(random() * 1e9)
    member.read = Math.floor(random() * 1e12)
    balancers.heartbeats.hear({ address: member.hostname, port: null, ready: 50, busy: 1 }, started, started)
    balancer.lbmethod.observe?.(member, 1 + random() * 100, 200, started)
  }
  return balancer
}

/** Points in time, boxed as a clock hands them out: so that no election is blamed for the box. */
const times: ReadonlyArray<number | null> = [...Array.from({ length: asking }, (_, i) => started + i), null]

function elections (balancer: Balancer, election: Election, sources: Int32Array, routes: ReadonlyArray<string | null>, count: number): void {
  for (let i = 0; i < count; i++) {
    election.source = sources[i & (asking - 1)]! >>> 0
    election.route = routes[i & (asking - 1)]!
    if (elect(balancer, election, times[(i >>> 4) & (asking - 1)]!) === null) throw new Error('nobody was elected')
  }
}
