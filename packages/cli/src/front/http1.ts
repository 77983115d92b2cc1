/** Speaks HTTP/1.1 on connections, and ends them gracefully. */
import { ServerResponse, createServer } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { refuseConnect } from '../refuse-connect.ts'
import type { Connections, Dispatch } from './speaker.ts'

/** What a connection had and has. */
interface Served {
  requests: number
  /** Requests whose answers are not with the client yet. */
  inFlight: number
  /** The last one's answer. */
  last: ServerResponse | null
}

export interface Http1 {
  readonly server: Server
  /** Accepts nothing more; connections end as soon as they have no request. */
  readonly close: () => void
}

/** @param Response the class of answers */
export function createHttp1 (connections: Connections, { serve, ended }: Dispatch, Response: typeof ServerResponse = ServerResponse): Http1 {
  const server = createServer({
    ServerResponse: Response,
    keepAliveTimeout: connections.keepAliveTimeout,
    headersTimeout: connections.timeout,
    maxHeaderSize: connections.maxHeaderSize,
    // httpd's Timeout is between packets: a long upload may take as long as it moves.
    requestTimeout: 0
  })
  const mostRequests = connections.keepAlive ? connections.maxKeepAliveRequests || Infinity : 1
  const connected = new Map<Socket, Served>()
  let closing = false
  server.on('connection', socket => {
    connected.set(socket, { requests: 0, inFlight: 0, last: null })
    socket.once('close', () => { connected.delete(socket) })
  })
  server.on('connect', refuseConnect)
  /** Node's own maxRequestsPerSocket leaves the connection open and answers the requests beyond it with 503. */
  const onRequest = (expectsContinue: boolean, request: IncomingMessage, response: ServerResponse): void => {
    const served = connected.get(request.socket)!
    served.last = response
    served.inFlight++
    response.on('close', onResponseClose)
    if (++served.requests >= mostRequests || closing) response.shouldKeepAlive = false
    serve(request, response, expectsContinue)
  }
  function onResponseClose (this: ServerResponse): void {
    ended(this)
    const { socket } = this.req
    const served = connected.get(socket)
    if (served === undefined) return
    served.inFlight--
    if (closing && served.inFlight === 0) socket.destroySoon()
  }
  server.on('request', onRequest.bind(null, false)).on('checkContinue', onRequest.bind(null, true))
  return {
    server,
    close () {
      closing = true
      server.close()
      for (const [socket, { inFlight, last }] of connected) {
        // Of several answers that a connection still gets, the last one closes it. Node takes a connection that never had a request for active.
        if (inFlight > 0) last!.shouldKeepAlive = false
        else socket.destroySoon()
      }
    }
  }
}
