/** What is known of one request and its answer when its line is written to the access log. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The request's target as the client sent it. */
  readonly target: string
  /** Fastify's view of it; null: it was refused before it had one. */
  readonly handled: { readonly request: FastifyRequest, readonly reply: FastifyReply } | null
  /** Name of the virtual host that served it. */
  readonly serverName: string
  readonly clientAddress: string
  readonly serverPort: number
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Milliseconds, with fractions, from the request's head to the end of the answer. */
  readonly duration: number
  /** Bytes with heads; null over HTTP/2, where several requests share what a connection counts. */
  readonly bytesIn: number | null
  /** Bytes with heads, over HTTP/2 without. */
  readonly bytesOut: number
  /** Bytes of the answer's body. */
  readonly bodyBytes: number
}
