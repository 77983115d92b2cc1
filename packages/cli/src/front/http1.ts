/** Speaks HTTP/1.1 on connections, and ends them gracefully. */
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { refuseConnect } from '../refuse-connect.ts'
import type { Connections, Serve } from './speaker.ts'

export interface Http1 {
  readonly server: Server
  /** Accepts nothing more; connections end as soon as they have no request. */
  readonly close: () => void
}

export function createHttp1 (connections: Connections, serve: Serve): Http1 {
  const server = createServer({
    keepAliveTimeout: connections.keepAliveTimeout,
    headersTimeout: connections.timeout,
    maxHeaderSize: connections.maxHeaderSize,
    // httpd's Timeout is between packets: a long upload may take as long as it moves.
    requestTimeout: 0
  })
  const isLastOfConnection = countRequests(connections)
  const connected = new Set<Socket>()
  const inFlight = new Set<ServerResponse>()
  let closing = false
  /** Connections that wait for a request, also those that never had one, which Node takes for active. */
  const endIdle = (): void => {
    const busy = new Set([...inFlight].map(response => response.req.socket))
    for (const socket of connected) if (!busy.has(socket)) socket.destroySoon()
  }
  server.on('connection', socket => {
    connected.add(socket)
    socket.once('close', () => { connected.delete(socket) })
  })
  server.on('connect', refuseConnect)
  const onRequest = (expectsContinue: boolean, request: IncomingMessage, response: ServerResponse): void => {
    inFlight.add(response)
    response.once('close', () => {
      inFlight.delete(response)
      if (closing) endIdle()
    })
    if (closing || isLastOfConnection(request.socket)) response.shouldKeepAlive = false
    serve(request, response, expectsContinue)
  }
  server.on('request', onRequest.bind(null, false)).on('checkContinue', onRequest.bind(null, true))
  return {
    server,
    close () {
      closing = true
      server.close()
      // Of several answers that a connection still gets, the last one closes it.
      const last = new Map([...inFlight].map(response => [response.req.socket, response]))
      for (const response of last.values()) response.shouldKeepAlive = false
      endIdle()
    }
  }
}

/**
 * Tells when a connection has had its `MaxKeepAliveRequests`. Node's own maxRequestsPerSocket leaves the connection open and
 * answers the requests beyond it with 503.
 */
function countRequests ({ keepAlive, maxKeepAliveRequests }: Connections): (socket: Socket) => boolean {
  const most = keepAlive ? maxKeepAliveRequests : 1
  if (most === 0) return () => false
  const counts = new WeakMap<Socket, number>()
  return socket => {
    const count = (counts.get(socket) ?? 0) + 1
    counts.set(socket, count)
    return count >= most
  }
}
