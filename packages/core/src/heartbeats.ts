import type { EventEmitter } from 'node:events'
import { touch } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import type { BalancerEvents } from './events.ts'
import type { BalancerMember } from './member.ts'

/** What a server says of itself, about once a second (mod_heartbeat). */
export interface Heartbeat {
  /** The server's IP address. */
  readonly address: string
  /** The port that it speaks for; null: for all of its address, as httpd does. */
  readonly port: number | null
  /** How many more requests it would serve at once. */
  readonly ready: number
  /** How many it is serving. */
  readonly busy: number
}

/** The last heartbeat of a server. */
export interface ServerHeartbeat extends Heartbeat {
  /** `address`, or `address:port` where it gave a port. */
  readonly server: string
  /** When it was heard, in epoch milliseconds. */
  readonly at: number
}

/** A server that was not heard for so long gets no requests, in milliseconds (mod_lbmethod_heartbeat). */
export const heartbeatLostAfter = 10_000

/** And after so long it is forgotten (mod_heartmonitor). */
const forgottenAfter = 30_000

/**
 * The heartbeats of servers, from wherever they come: datagrams, POSTs, a file. `lbmethod=heartbeat` goes by them. What is lost or
 * heard again is told as events of the balancers.
 */
export class Heartbeats implements Iterable<ServerHeartbeat> {
  /** How many servers are remembered at most (`HeartbeatMaxServers`). */
  maxServers: number = 10
  readonly #servers = new Map<string, ServerHeartbeat>()
  readonly #lost = new Set<string>()
  readonly #balancers: Iterable<Balancer>
  readonly #events: EventEmitter<BalancerEvents>

  /** @param balancers those that may go by heartbeats */
  constructor (balancers: Iterable<Balancer>, events: EventEmitter<BalancerEvents>) {
    this.#balancers = balancers
    this.#events = events
  }

  /**
   * Takes a heartbeat down; one that is older than what is known, or too old to count, changes nothing.
   * @param at when it was heard, in epoch milliseconds
   * @param now epoch milliseconds
   * @returns false: there is no room for another server
   */
  hear ({ address, port, ready, busy }: Heartbeat, at: number, now: number): boolean {
    const server = serverOf(address, port)
    const known = this.#servers.get(server)
    if (now - at >= heartbeatLostAfter || (known !== undefined && known.at > at)) return true
    if (known === undefined && this.#servers.size >= this.maxServers) return false
    const heartbeat: ServerHeartbeat = { server, address, port, ready, busy, at }
    this.#servers.set(server, heartbeat)
    for (const balancer of this.#balancers) if (balancer.lbmethod.electableUntil !== undefined) touch(balancer)
    this.#events.emit('heartbeat', heartbeat)
    if (this.#lost.delete(server) || known === undefined) this.#events.emit('heartbeatHeard', heartbeat)
    return true
  }

  /** The heartbeat of the server behind a member: the one for its port, else the one for its address. A name is no address. */
  find ({ hostname, port }: Pick<BalancerMember, 'hostname' | 'port'>): ServerHeartbeat | undefined {
    return this.#servers.get(serverOf(hostname, port)) ?? this.#servers.get(hostname)
  }

  /**
   * Tells which servers were lost since it was last asked, and forgets those that are gone for long. To be called about once a second.
   * @param now epoch milliseconds
   */
  check (now: number): void {
    for (const [server, heartbeat] of this.#servers) {
      const age = now - heartbeat.at
      if (age >= heartbeatLostAfter && !this.#lost.has(server)) {
        this.#lost.add(server)
        this.#events.emit('heartbeatLost', heartbeat)
      }
      if (age >= forgottenAfter) {
        this.#servers.delete(server)
        this.#lost.delete(server)
      }
    }
  }

  /** In the order in which the servers were first heard. */
  [Symbol.iterator] (): IterableIterator<ServerHeartbeat> {
    return this.#servers.values()
  }
}

function serverOf (address: string, port: number | null): string {
  if (port === null) return address
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}
