/** Listens on one address and hands each request to the app of its virtual host. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { holdContinue, tidyUrl } from '@fastify-balancer/balancer'
import type { Address, Configuration } from '@fastify-balancer/conf'
import { formatAddress, plainAddress } from './address.ts'
import type { App } from './app.ts'
import { refuseConnect } from './refuse-connect.ts'
import { Refusal } from './refusal.ts'
import type { FindServer } from './virtual-hosts.ts'

export interface Listener {
  /** With the port that was given when 0 was asked for. */
  readonly address: Address
  /** Accepts nothing more; resolves when the requests in flight have their answers. */
  readonly close: () => Promise<void>
}

type Connections = Pick<Configuration, 'timeout' | 'keepAlive' | 'keepAliveTimeout' | 'maxKeepAliveRequests' | 'maxHeaderSize'>

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'address already in use',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'no permission to listen there',
  ENOTFOUND: 'no such host'
}

/** @throws Refusal such as `127.0.0.1:8080: address already in use` */
export async function listen (address: Address, connections: Connections, findServer: FindServer<App>): Promise<Listener> {
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
      if (!server.listening) endIdle()
    })
    if (!server.listening || isLastOfConnection(request.socket)) response.shouldKeepAlive = false
    dispatch(request, response, findServer, expectsContinue)
  }
  server.on('request', onRequest.bind(null, false)).on('checkContinue', onRequest.bind(null, true))
  await open(server, address)
  const { port } = server.address() as AddressInfo
  return {
    address: { host: address.host, port },
    async close () {
      const closed = once(server, 'close')
      server.close()
      // Of several answers that a connection still gets, the last one closes it.
      const last = new Map([...inFlight].map(response => [response.req.socket, response]))
      for (const response of last.values()) response.shouldKeepAlive = false
      endIdle()
      await closed
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

async function open (server: Server, { host, port }: Address): Promise<void> {
  try {
    server.listen({ port, ...(host === null ? {} : { host }) })
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refusal(`${formatAddress({ host, port })}: ${reasons[String(code)] ?? message}`)
  }
}

function dispatch (request: IncomingMessage, response: ServerResponse, findServer: FindServer<App>, expectsContinue: boolean): void {
  const { localAddress = '', localPort = 0 } = request.socket
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/is.exec(request.url!)
  const { fastify, accessLogger } = findServer(plainAddress(localAddress), localPort, absolute?.[1] ?? request.headers.host)
  accessLogger?.observe(request, response)
  if (absolute !== null) {
    // RFC 9112, 3.2.2: the authority of an absolute target takes the place of Host.
    request.headers.host = absolute[1]
    request.url = absolute[2]!.startsWith('/') ? absolute[2]! : `/${absolute[2]}`
  }
  request.url = tidyUrl(request)
  if (expectsContinue) holdContinue(fastify.server, request, response)
  fastify.routing(request, response)
}
