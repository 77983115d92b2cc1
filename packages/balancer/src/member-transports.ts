import type { BalancerMember } from '@fastify-balancer/core'
import type { ConnectTo } from './connect-to.ts'
import { Deadlines } from './transport/deadlines.ts'
import { createLeanTransport } from './transport/lean-transport.ts'
import type { MemberTransport, TransportOptions } from './transport/transport.ts'
import { createUndiciTransport } from './transport/undici-transport.ts'

/** The connections to all members, opened to each when it is first elected. */
export class MemberTransports {
  readonly #transports = new Map<BalancerMember, MemberTransport>()
  readonly #connectTo: (host: string, port: number) => ConnectTo
  readonly #proxyTimeout: number
  readonly #deadlines = new Deadlines()

  constructor (connectTo: (host: string, port: number) => ConnectTo, proxyTimeout: number) {
    this.#connectTo = connectTo
    this.#proxyTimeout = proxyTimeout
  }

  get (member: BalancerMember): MemberTransport {
    const known = this.#transports.get(member)
    if (known !== undefined) return known
    const timeout = member.timeout === 0 ? this.#proxyTimeout : member.timeout
    const transport = this.#create({
      ...member,
      connectTo: this.#connectTo(member.hostname, member.port),
      timeout,
      connectiontimeout: member.connectiontimeout === 0 ? timeout : member.connectiontimeout
    })
    this.#transports.set(member, transport)
    return transport
  }

  /** TLS is undici's. */
  #create (options: TransportOptions): MemberTransport {
    return options.scheme === 'https' ? createUndiciTransport(options) : createLeanTransport(options, this.#deadlines)
  }

  async close (): Promise<void> {
    await Promise.all([...this.#transports.values()].map(transport => transport.close()))
  }
}
