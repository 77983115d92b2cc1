import type { TlsOptions } from './handshake.ts'

/** Where a member listens. */
export type Address = { readonly host: string, readonly port: number } | { readonly path: string }

/** What holds for each connection to a member. Times are milliseconds. */
export interface ConnectionLimits {
  readonly address: Address
  /** The member, for people. */
  readonly name: string
  /** The name in its certificate. */
  readonly hostname: string
  /** null: no TLS. */
  readonly tls: TlsOptions | null
  /** Longest time to connect, TLS handshake included. */
  readonly connectiontimeout: number
  /** Longest silence. */
  readonly timeout: number
  /** Longest wait for 100 Continue; 0: `timeout`. */
  readonly ping: number
  /** Longest rest between two requests; 0: as long as the member likes. */
  readonly ttl: number
  /** TCP keep-alive. */
  readonly keepalive: boolean
  /** Our own address; null: the system chooses. */
  readonly localAddress: string | null
  /** How long the address of a host name holds, and the connections there; Infinity: for ever; null: each connection asks. */
  readonly addressttl: number | null
  /** Longest head of an answer in bytes, at most 65 536. */
  readonly headLimit: number
  /** Longest line in it. */
  readonly lineLimit: number
}
