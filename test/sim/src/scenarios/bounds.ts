import { begin, elect, finish, hash } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import { createFront } from '../engine/front.ts'
import type { Policy } from '../engine/front.ts'
import { createBoundedRing } from '../hashing/bounded-ring.ts'
import { randomFor, zipf } from '../random.ts'
import { percent } from '../table.ts'
import type { Run, Scenario } from './scenario.ts'

/** The largest loadbound there is: ten members never reach it. */
const unbounded = 100
const bounds: ReadonlyArray<readonly [label: string, loadbound: number]> = [['none', unbounded], ['2', 2], ['1.5', 1.5], ['1.25', 1.25], ['1.1', 1.1]]
const members = 10
const inFlight = 1_000
const keys = 20_000

const bysource: Policy = { label: 'bysource', lbmethod: 'bysource' }
const ring: Policy = { label: 'ring, 160 points', lbmethod: createBoundedRing }

/**
 * Bounded loads: a few clients send most of the requests. How full does a member become, and how many requests still go
 * to the member that their client's hash names first?
 */
export const boundedLoads: Scenario = { name: 'bounds', steps: 2 * bounds.length, run }

function run ({ seed, quick, step }: Run): ReturnType<Scenario['run']> {
  const requests = quick ? 20_000 : 200_000
  const found = bounds.map(([label, loadbound]) => {
    const ours = churn(bysource, loadbound, seed, requests)
    step()
    const theirs = churn(ring, loadbound, seed, requests)
    step()
    return { label, ours, theirs }
  })
  return {
    title: 'Bounded load on Zipf(1.0) keys (20 000), 1 000 in flight, 10 members',
    table: {
      head: ['Bound c', 'peak max/mean in flight', 'on first-choice member', `${ring.label}: peak`, 'on first choice'],
      rows: found.map(({ label, ours, theirs }) => [
        label, ours.peak.toFixed(2), percent(ours.first, 1), theirs.peak.toFixed(2), percent(theirs.first, 1)
      ])
    },
    chart: {
      kind: 'bars',
      title: 'A bound on each member costs little affinity',
      panels: [
        {
          title: 'Fullest member, bysource',
          axis: 'times the mean in flight',
          bars: found.map(({ label, ours: { peak } }) => ({ label: `c = ${label}`, value: peak, text: peak.toFixed(2) }))
        },
        {
          title: 'Requests on their first choice, bysource',
          axis: 'per cent',
          bars: found.map(({ label, ours: { first } }) => ({ label: `c = ${label}`, value: 100 * first, text: percent(first, 1) }))
        }
      ]
    }
  }
}

/** Keeps that many requests in flight, ending them in any order; watches from when they are all there. */
function churn (policy: Policy, loadbound: number, seed: number, requests: number): { peak: number, first: number } {
  const { balancer, election } = createFront(policy, members, seed, { loadbound })
  const idle = createFront(policy, members, seed, { loadbound: unbounded })
  const random = randomFor(seed, 'keys')
  const rank = zipf(keys, random)
  const flying: BalancerMember[] = []
  let most = 0
  let first = 0
  for (let i = 0; i < inFlight + requests; i++) {
    const ended = Math.floor(random() * inFlight)
    const slot = i < inFlight ? i : ended
    if (i >= inFlight) finish(flying[slot]!)
    election.source = idle.election.source = hash(`${seed} client ${rank()}`)
    const member = elect(balancer, election, 0)!
    begin(member, election.reason!)
    flying[slot] = member
    if (i < inFlight) continue
    most = Math.max(most, member.busy)
    if (elect(idle.balancer, idle.election, 0)!.url === member.url) first++
  }
  return { peak: most * members / inFlight, first: first / requests }
}
