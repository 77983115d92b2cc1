/** Speaks HTTP/2 on connections, and ends them gracefully. */
import { constants, createServer } from 'node:http2'
import type { Http2Server, Http2ServerResponse, Http2Session, ServerHttp2Stream } from 'node:http2'
import type { Connections, Dispatch } from './speaker.ts'

export interface Http2 {
  readonly server: Http2Server
  /** Connections get a GOAWAY, and end as soon as they have no request. */
  readonly close: () => void
}

export function createHttp2 ({ http2, keepAliveTimeout, timeout }: Connections, { serve, ended }: Dispatch): Http2 {
  const server = createServer({ settings: { maxConcurrentStreams: http2.maxSessionStreams, initialWindowSize: http2.windowSize } })
  const sessions = new Map<Http2Session, ReadonlySet<ServerHttp2Stream>>()
  let closing = false
  server.on('session', session => {
    const streams = new Set<ServerHttp2Stream>()
    sessions.set(session, streams)
    session.once('close', () => { sessions.delete(session) })
    session.setTimeout(keepAliveTimeout)
    session.on('stream', (stream: ServerHttp2Stream) => {
      if (streams.size === 0) session.setTimeout(timeout)
      streams.add(stream)
      // An answer that is there before the body lets go of it (RFC 9113 §8.1).
      if (!stream.endAfterHeaders) stream.once('finish', () => { letGo(stream) })
      stream.once('close', () => {
        streams.delete(stream)
        if (streams.size > 0) return
        if (closing) session.destroy()
        else session.setTimeout(keepAliveTimeout)
      })
    })
    session.on('timeout', () => {
      if (streams.size === 0) session.destroy()
      for (const stream of streams) if (waitsForClient(stream)) stream.close(constants.NGHTTP2_CANCEL)
    })
  })
  server.on('request', (request, response) => {
    response.on('close', () => { ended(response as never) })
    serve(request as never, response as never, false)
  })
  // Node too answers 405, but keeps the stream for as long as the client likes.
  server.on('connect', (_request: unknown, { stream }: Http2ServerResponse) => {
    stream.respond({ ':status': 405 }, { endStream: true })
    stream.close()
  })
  return {
    server,
    close () {
      closing = true
      for (const [session, streams] of sessions) {
        // Both send a GOAWAY; after `close` Node may wait for the client to go, even if nothing is open.
        if (streams.size === 0) session.destroy()
        else session.close()
      }
    }
  }
}

function letGo (stream: ServerHttp2Stream): void {
  stream.close()
  // A stream that nobody reads would never be over.
  stream.destroy()
}

/** Whether the client lets us wait for its window or for its body, and not we for a member. */
function waitsForClient (stream: ServerHttp2Stream): boolean {
  return stream.writableLength > 0 || (!stream.readableEnded && !stream.endAfterHeaders && stream.readableLength === 0)
}
