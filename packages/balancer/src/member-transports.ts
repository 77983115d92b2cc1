import type { BalancerMember } from '@fastify-balancer/core'
import type { ConnectTo } from './connect-to.ts'
import type { MemberTransport } from './transport/transport.ts'
import { createUndiciTransport } from './transport/undici-transport.ts'

/** The connections to all members, opened to each when it is first elected. */
export class MemberTransports {
  readonly #transports = new Map<BalancerMember, MemberTransport>()
  readonly #connectTo: (host: string, port: number) => ConnectTo
  readonly #proxyTimeout: number

  constructor (connectTo: (host: string, port: number) => ConnectTo, proxyTimeout: number) {
    this.#connectTo = connectTo
    this.#proxyTimeout = proxyTimeout
  }

  /** Longest silence of a member, in milliseconds. */
  timeout (member: BalancerMember): number {
    return member.timeout === 0 ? this.#proxyTimeout : member.timeout
  }

  get (member: BalancerMember): MemberTransport {
    const known = this.#transports.get(member)
    if (known !== undefined) return known
    const transport = createUndiciTransport({
      ...member,
      connectTo: this.#connectTo(member.hostname, member.port),
      connecttimeout: member.connectiontimeout === 0 ? this.timeout(member) : member.connectiontimeout
    })
    this.#transports.set(member, transport)
    return transport
  }

  async close (): Promise<void> {
    await Promise.all([...this.#transports.values()].map(transport => transport.close()))
  }
}
