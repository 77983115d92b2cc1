import type { AppliedChange, BalancerMember, Balancers } from '@fastify-balancer/core'
import { flag } from '@fastify-balancer/core'
import { Deadlines } from '../transport/deadlines.ts'
import { after, Drain } from './drain.ts'
import type { After } from './drain.ts'
import { closingTime, Tunnel } from './tunnel.ts'
import type { TunnelEnds } from './tunnel.ts'

/** RFC 6455 §7.4.1, and the registry of codes that it begins: a server that stops, and one that will be back. */
const goingAway = 1001
const serviceRestart = 1012

/**
 * All tunnels of a plugin instance. Those of a member that is disabled, stopped or gone are closed over its balancer's
 * `drainwindow`, so that their clients come back, and to other members, a few at a time; those of a draining member too,
 * but for sessions, which would only come back to it.
 */
export class Tunnels {
  readonly #balancers: Balancers
  readonly #after: After
  readonly #deadlines: Deadlines
  readonly #open = new Map<BalancerMember, Set<Tunnel>>()
  readonly #drains = new Map<BalancerMember, Drain<Tunnel>>()
  #onEmpty: (() => void) | null = null

  constructor (balancers: Balancers, delay: After = after, deadlines: Deadlines = new Deadlines()) {
    this.#balancers = balancers
    this.#after = delay
    this.#deadlines = deadlines
    balancers.events.on('change', this.#onChange)
  }

  add (ends: TunnelEnds): void {
    const { member } = ends
    const tunnel = new Tunnel(ends, this.#deadlines, this.#onClosed)
    const others = this.#open.get(member)
    if (others === undefined) this.#open.set(member, new Set([tunnel]))
    else others.add(tunnel)
    // It was elected before, and its answer came after.
    if (this.#onEmpty !== null) tunnel.close(goingAway, closingTime)
    else if (mustGo(tunnel)) this.#review(member)
  }

  /** Closes all tunnels, and those that are still to begin. Resolves when there are none. */
  async close (): Promise<void> {
    this.#balancers.events.off('change', this.#onChange)
    for (const drain of this.#drains.values()) drain.set([], 0)
    await new Promise<void>(resolve => {
      this.#onEmpty = resolve
      for (const tunnels of this.#open.values()) for (const tunnel of tunnels) tunnel.close(goingAway, closingTime)
      if (this.#open.size === 0) resolve()
    })
  }

  readonly #onChange = ({ change }: AppliedChange): void => {
    const balancer = this.#balancers.get(change.balancer)
    for (const member of this.#open.keys()) if (member.balancer === balancer) this.#review(member)
  }

  /** Brings up to date which of a member's tunnels are to be closed. */
  #review (member: BalancerMember): void {
    let drain = this.#drains.get(member)
    if (drain === undefined) this.#drains.set(member, drain = new Drain(this.#after, tunnel => tunnel.close(serviceRestart)))
    const leaving = [...this.#open.get(member)!].filter(tunnel => !tunnel.closing && mustGo(tunnel))
    drain.set(leaving, member.balancer.drainwindow)
  }

  readonly #onClosed = (tunnel: Tunnel): void => {
    const { member } = tunnel
    const tunnels = this.#open.get(member)!
    tunnels.delete(tunnel)
    if (tunnels.size > 0) return
    this.#open.delete(member)
    this.#drains.get(member)?.set([], 0)
    this.#drains.delete(member)
    if (this.#open.size === 0) this.#onEmpty?.()
  }
}

function mustGo ({ member, bound }: Tunnel): boolean {
  const { flags, balancer } = member
  if ((flags & (flag.D | flag.S)) !== 0 || !balancer.members.includes(member)) return true
  return (flags & flag.N) !== 0 && !bound
}
