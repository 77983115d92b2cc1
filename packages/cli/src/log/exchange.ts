/** What is known of one request and its answer when its line is written to the access log. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { Client } from './client.ts'

/** One try to have the request answered by a member. */
export interface AttemptRecord {
  /** URL of the member. */
  readonly member: string
  /** Milliseconds. */
  readonly duration: number
  /** The status, or why there is none: `ECONNREFUSED`; `aborted`: the client left. */
  readonly outcome: string
}

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** The request's target as the client sent it. */
  readonly target: string
  /** Fastify's view of it; null: it was refused before it had one. */
  readonly reply: FastifyReply | null
  /** Name of the virtual host that served it. */
  readonly serverName: string
  /** Its connection's two ends. */
  readonly client: Pick<Client, 'address' | 'port' | 'localAddress' | 'localPort'>
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Milliseconds, with fractions, from the request's head to the end of the answer; 0 where no format asks for them. */
  readonly duration: number
  /** Requests that its connection had before. */
  readonly keptAlive: number
  /** Bytes with heads; null over HTTP/2, where several requests share what a connection counts; 0 where no format asks for them. */
  readonly bytesIn: number | null
  /** Bytes with heads, over HTTP/2 without; 0 where no format asks for them. */
  readonly bytesOut: number
  /** Bytes of the answer's body; 0 where no format asks for them. */
  readonly bodyBytes: number
  /** In their order; empty where no format asks for them. */
  readonly attempts: readonly AttemptRecord[]
}
