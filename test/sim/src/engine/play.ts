import { begin, elect, finish } from '@fastify-balancer/core'
import { createBackend, dequeue, enqueue, serviceTime, slots } from './backend.ts'
import type { Backend, Slowdown } from './backend.ts'
import type { Front } from './front.ts'
import { EventHeap } from './heap.ts'
import type { Trace } from './trace.ts'
import { createView } from './view.ts'
import type { View } from './view.ts'

export interface Cluster {
  /** The balancers in front of the same members; request i comes to one of them. */
  readonly fronts: readonly Front[]
  /** To which of them. Default: all to the first. */
  readonly frontOf?: Uint8Array
  readonly slowdowns?: readonly Slowdown[]
  /** What the balancers know of each other's requests. Default: nothing. */
  readonly view?: View
}

/** When the first request may come, for the lbmethods: a time as they know it, in epoch milliseconds. */
const epoch = Date.UTC(2026, 0, 1)

/**
 * Plays a trace against a cluster, from the first arrival until the last answer.
 * @returns the latency of each request, in milliseconds
 */
export function play ({ arrivals, work }: Trace, { fronts, frontOf, slowdowns = [], view }: Cluster): Float64Array {
  const backends = fronts[0]!.balancer.members.map((_, i) => createBackend(i, slowdowns))
  const ends = new EventHeap()
  const queue = new Int32Array(arrivals.length)
  const memberOf = new Uint8Array(arrivals.length)
  const latencies = new Float64Array(arrivals.length)
  const inFlight = new Int32Array(backends.length)
  const look = view === undefined ? null : createView(view, fronts, inFlight)

  for (let request = 0; request < arrivals.length; request++) {
    const now = arrivals[request]!
    endUntil(now)
    look?.(now)
    arrive(request, now)
  }
  endUntil(Number.MAX_VALUE)
  return latencies

  function frontFor (request: number): Front {
    return fronts[frontOf === undefined ? 0 : frontOf[request]!]!
  }

  function arrive (request: number, now: number): void {
    const { balancer, election } = frontFor(request)
    const member = elect(balancer, election, epoch + now)!
    begin(member, election.reason!)
    const index = balancer.members.indexOf(member)
    const backend = backends[index]!
    memberOf[request] = index
    inFlight[index]!++
    if (backend.busySlots === slots) {
      enqueue(backend, queue, request)
    } else {
      backend.busySlots++
      start(backend, request, now)
    }
  }

  function start (backend: Backend, request: number, now: number): void {
    ends.push(now + serviceTime(backend, work[request]!, now), request)
  }

  function endUntil (until: number): void {
    for (let now = ends.nextAt; now <= until; now = ends.nextAt) end(ends.pop(), now)
  }

  function end (request: number, now: number): void {
    const index = memberOf[request]!
    const backend = backends[index]!
    const { balancer } = frontFor(request)
    const member = balancer.members[index]!
    finish(member)
    inFlight[index]!--
    latencies[request] = now - arrivals[request]!
    balancer.lbmethod.observe?.(member, latencies[request]!, 200, epoch + now)
    const next = dequeue(backend, queue)
    if (next === -1) backend.busySlots--
    else start(backend, next, now)
  }
}
