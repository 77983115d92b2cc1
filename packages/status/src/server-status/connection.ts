import type { IncomingMessage } from 'node:http'
import type { Http2ServerRequest, Http2Session } from 'node:http2'
import type { Socket } from 'node:net'

/** What requests come over: with HTTP/2 several at once. */
export type Link = Socket | Http2Session

/** What is known of a link. */
export interface Connection {
  readonly link: Link
  /** Requests in flight. */
  busy: number
  /** Requests that are over. */
  accesses: number
  /** Bytes that had been written when the last answer ended; the rest belongs to the next one. */
  written: number
}

export function createConnection (link: Link): Connection {
  return { link, busy: 0, accesses: 0, written: 0 }
}

/** What a request came over. */
export function linkOf (request: IncomingMessage): Link {
  const { stream } = request as Partial<Pick<Http2ServerRequest, 'stream'>>
  return stream?.session ?? request.socket
}

/** Bytes that were written since the last answer ended. */
export function takeWritten (connection: Connection): number {
  const { link, written } = connection
  // A session that has ended does not say any more.
  if ('socket' in link && link.destroyed) return 0
  connection.written = 'socket' in link ? link.socket.bytesWritten : link.bytesWritten
  return connection.written - written
}
