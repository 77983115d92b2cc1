import { usesTls } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import type { ConnectTo } from './connect-to.ts'
import type { Settings } from './options.ts'
import type { TlsOf } from './ssl-proxy.ts'
import { Deadlines } from './transport/deadlines.ts'
import { createLeanTransport } from './transport/lean-transport.ts'
import type { MemberTransport } from './transport/transport.ts'

/** The connections to all members, opened to each when it is first elected. */
export class MemberTransports {
  readonly #transports = new Map<BalancerMember, MemberTransport>()
  readonly #connectTo: (host: string, port: number) => ConnectTo
  readonly #tlsOf: TlsOf
  readonly #settings: Pick<Settings, 'proxyTimeout' | 'proxySourceAddress'>
  readonly #deadlines = new Deadlines()

  constructor (connectTo: (host: string, port: number) => ConnectTo, tlsOf: TlsOf, settings: Pick<Settings, 'proxyTimeout' | 'proxySourceAddress'>) {
    this.#connectTo = connectTo
    this.#tlsOf = tlsOf
    this.#settings = settings
  }

  get (member: BalancerMember): MemberTransport {
    const known = this.#transports.get(member)
    if (known !== undefined) return known
    const timeout = this.timeoutOf(member)
    const transport = createLeanTransport({
      ...member,
      connectTo: this.#connectTo(member.hostname, member.port),
      tls: usesTls(member) ? this.#tlsOf(member.balancer) : null,
      localAddress: this.#settings.proxySourceAddress,
      // In httpd too, who keeps no address keeps no connection.
      disablereuse: member.disablereuse || member.addressttl === 0,
      timeout,
      connectiontimeout: member.connectiontimeout === 0 ? timeout : member.connectiontimeout
    }, this.#deadlines)
    this.#transports.set(member, transport)
    return transport
  }

  /** Longest silence of a member, in milliseconds. */
  timeoutOf (member: BalancerMember): number {
    return member.timeout === 0 ? this.#settings.proxyTimeout : member.timeout
  }

  async close (): Promise<void> {
    await Promise.all([...this.#transports.values()].map(transport => transport.close()))
  }
}
