import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { TlsOptions } from './handshake.ts'

/** A request as it leaves for a member. */
export interface OutgoingRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** Names and values in turn, without framing and Connection: those are the transport's. */
  readonly headers: string[]
  /** null: the request has no body. */
  readonly body: Readable | Buffer | null
  /** Bytes of the body; null: unknown, it goes out chunked. */
  readonly bodyLength: number | null
  /** It may be sent once more over a new connection when an idle one turns out closed (RFC 9110 §9.2.2). */
  readonly repeatable: boolean
  /** The body waits for the member's 100 Continue (RFC 9110 §10.1.1). */
  readonly expectContinue: boolean
  /** The protocols to change to, as the Upgrade field has them (RFC 9110 §7.8); null: none. */
  readonly upgrade: string | null
}

/** How to reach one member and how many connections to keep to it. Times are milliseconds. */
export interface TransportOptions {
  /** The member's URL, for people. */
  readonly url: string
  readonly hostname: string
  /** null: no TLS. */
  readonly tls: TlsOptions | null
  readonly socketPath: string | null
  /** Where to connect instead of hostname and port. */
  readonly connectTo: { readonly host: string, readonly port: number }
  /** Longest time to connect, TLS handshake included. */
  readonly connectiontimeout: number
  /** Longest silence of the member. */
  readonly timeout: number
  /** Longest wait for 100 Continue before a body is sent; 0: it is not asked for. */
  readonly ping: number
  /** Most connections at once; 0: no limit. */
  readonly max: number
  /** Longest wait for one of them; 0: for ever. */
  readonly acquire: number
  /** Longest rest of a connection; 0: as long as the member likes. */
  readonly ttl: number
  /** So many connections, once open, are kept for longer. */
  readonly min: number
  /** Without a `ttl`: most idle connections that are kept; null: all. */
  readonly smax: number | null
  /** How long the address of a host name holds, and the connections there; -1: for ever; null: each connection asks. */
  readonly addressttl: number | null
  /** Our own address; null: the system chooses. */
  readonly localAddress: string | null
  /** Longest header line of an answer in bytes. */
  readonly responsefieldsize: number
  readonly keepalive: boolean
  readonly disablereuse: boolean
}

/** Who sent a request hears what becomes of it: `onAnswer`, `onUpgrade`, `onRefused` or `onFail`, one of them, once. */
export interface AnswerHandler {
  /** The request's head was written; so many bytes. */
  readonly onHead: (bytes: number) => void
  /** A 1xx answer other than 101; more will follow. */
  readonly onInformation: (statusCode: number, headers: IncomingHttpHeaders) => void
  /** 101, for a request with `upgrade`: the connection is the handler's from now on, paused, and counts as busy until it closes. */
  readonly onUpgrade: (statusMessage: string, headers: IncomingHttpHeaders, socket: Socket) => void
  /** The head of the final answer, with its body whole where that is here already and short, or as a stream. */
  readonly onAnswer: (statusCode: number, statusMessage: string, headers: IncomingHttpHeaders, body: Readable | Buffer) => void
  /** Not one byte of the request was accepted: it may be sent elsewhere, whatever its method. */
  readonly onRefused: (error: Error) => void
  /** The member had the request, or a part of it, and gave no answer. */
  readonly onFail: (error: Error) => void
  /** A piece of the answer's body passes. */
  readonly onBytes: (count: number) => void
}

/** A request under way. */
export interface Call {
  /** Gives the request up and closes its connection. The handler hears nothing more. */
  readonly abort: () => void
}

/** How many connections to a member there are, and who waits for one. */
export interface ConnectionCounts {
  /** Open, without a request. */
  readonly idle: number
  /** With a request or an upgraded stream, or being opened for one. */
  readonly busy: number
  /** Requests that wait for a connection. */
  readonly waiting: number
}

/** The connections to one member. What is behind this seam may be replaced without anybody noticing. */
export interface MemberTransport {
  readonly counts: ConnectionCounts
  readonly send: (request: OutgoingRequest, handler: AnswerHandler) => Call
  /** Closes each connection once there is no request for it. Resolves when there is none left. */
  readonly retire: () => Promise<void>
  /** Closes all connections. */
  readonly close: () => Promise<void>
}
