import { usesTls } from '@fastify-balancer/core'
import type { BalancerMember, Balancers } from '@fastify-balancer/core'
import type { ConnectTo } from './connect-to.ts'
import type { Settings } from './options.ts'
import type { TlsOf } from './ssl-proxy.ts'
import { Deadlines } from './transport/deadlines.ts'
import { createLeanTransport, poolOptions } from './transport/lean-transport.ts'
import { probe, reach } from './transport/probe.ts'
import type { ProbeAnswer, ProbeRequest } from './transport/probe.ts'
import type { ConnectionCounts, MemberTransport, TransportOptions } from './transport/transport.ts'

/** Of all apps of this process: those that share balancers reach the same members. */
const all = new Set<MemberTransports>()

/** How many connections all apps of this process have to a member. */
export function countConnections (member: BalancerMember): ConnectionCounts {
  const sum = { idle: 0, busy: 0, waiting: 0 }
  for (const transports of all) {
    const counts = transports.countsOf(member)
    if (counts === null) continue
    sum.idle += counts.idle
    sum.busy += counts.busy
    sum.waiting += counts.waiting
  }
  return sum
}

/** The connections to all members, opened to each when it is first elected, and closed after the last request of one that has left. */
export class MemberTransports {
  readonly #transports = new Map<BalancerMember, MemberTransport>()
  readonly #connectTo: (host: string, port: number) => ConnectTo
  readonly #tlsOf: TlsOf
  readonly #settings: Pick<Settings, 'proxyTimeout' | 'proxySourceAddress'>
  readonly #deadlines = new Deadlines()
  readonly #balancers: Balancers

  constructor (balancers: Balancers, connectTo: (host: string, port: number) => ConnectTo, tlsOf: TlsOf, settings: Pick<Settings, 'proxyTimeout' | 'proxySourceAddress'>) {
    this.#connectTo = connectTo
    this.#tlsOf = tlsOf
    this.#settings = settings
    this.#balancers = balancers
    balancers.events.on('left', this.#onLeft)
  }

  get (member: BalancerMember): MemberTransport {
    const known = this.#transports.get(member)
    if (known !== undefined) return known
    const transport = createLeanTransport(this.#optionsOf(member), this.#deadlines)
    this.#transports.set(member, transport)
    all.add(this)
    // A request that failed on it just now is sent again.
    if (member.removed) this.#onLeft(member)
    return transport
  }

  /** Asks a member over a connection of its own, or only connects to it. */
  async probe (member: BalancerMember, request: ProbeRequest | null, signal: AbortSignal): Promise<ProbeAnswer | null> {
    const limits = poolOptions(this.#optionsOf(member))
    if (request !== null) return probe(limits, request, this.#deadlines, signal)
    await reach(limits, this.#deadlines, signal)
    return null
  }

  /** null: none was ever opened. */
  countsOf (member: BalancerMember): ConnectionCounts | null {
    return this.#transports.get(member)?.counts ?? null
  }

  /** Longest silence of a member, in milliseconds. */
  timeoutOf (member: BalancerMember): number {
    return member.timeout === 0 ? this.#settings.proxyTimeout : member.timeout
  }

  async close (): Promise<void> {
    all.delete(this)
    this.#balancers.events.off('left', this.#onLeft)
    await Promise.all([...this.#transports.values()].map(transport => transport.close()))
  }

  readonly #onLeft = (member: BalancerMember): void => {
    this.#transports.get(member)?.retire().then(() => this.#transports.delete(member))
  }

  #optionsOf (member: BalancerMember): TransportOptions {
    const timeout = this.timeoutOf(member)
    return {
      ...member,
      connectTo: this.#connectTo(member.hostname, member.port),
      tls: usesTls(member) ? this.#tlsOf(member.balancer) : null,
      localAddress: this.#settings.proxySourceAddress,
      // In httpd too, who keeps no address keeps no connection.
      disablereuse: member.disablereuse || member.addressttl === 0,
      timeout,
      connectiontimeout: member.connectiontimeout === 0 ? timeout : member.connectiontimeout
    }
  }
}
