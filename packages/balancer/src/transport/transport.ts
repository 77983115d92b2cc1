import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'

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
  /** Longest silence of the member in milliseconds. */
  readonly timeout: number
}

/** Who sent a request hears what becomes of it: `onAnswer`, `onRefused` or `onFail`, one of them, once. */
export interface AnswerHandler {
  /** The head of the final answer; the body follows as a stream. */
  readonly onAnswer: (statusCode: number, statusMessage: string, headers: IncomingHttpHeaders, body: Readable) => void
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

/** The connections to one member. What is behind this seam may be replaced without anybody noticing. */
export interface MemberTransport {
  readonly send: (request: OutgoingRequest, handler: AnswerHandler) => Call
  /** Closes all connections. */
  readonly close: () => Promise<void>
}
