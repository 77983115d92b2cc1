/** Shakes hands with clients that speak TLS, for the server that they ask for (RFC 6066 §3). */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { createServer } from 'node:tls'
import type { Server, TLSSocket } from 'node:tls'
import type { ServerDefinition } from '@fastify-balancer/conf'
import type { App } from '../app.ts'
import { chooseProtocol } from './alpn.ts'
import { isWelcome } from './client-certificate.ts'
import { withoutTickets } from './contexts.ts'
import type { Contexts } from './contexts.ts'

/** Finds a server by the name that the client asks for; undefined: it names none. */
export type FindByName = (name: string | undefined) => App

export interface Handshakes {
  readonly contexts: Contexts
  /** Whether clients are asked for their certificates. */
  readonly asksClients: boolean
}

const kServer = Symbol('fastify-balancer.server')

type Greeted = Socket & { [kServer]?: ServerDefinition }

/** The server that a request's connection has shaken hands with; undefined: none, there is no TLS. */
export function greetedBy ({ socket }: IncomingMessage): ServerDefinition | undefined {
  return (socket as Greeted)[kServer]
}

/**
 * For connections to one address.
 * @param timeout milliseconds that a handshake may take
 * @param onSecure gets connections whose clients are welcome
 */
export function createHandshakes ({ contexts, asksClients }: Handshakes, find: FindByName, timeout: number, onSecure: (socket: TLSSocket) => void): Server {
  const server = createServer({
    ...contexts.get(find(undefined).definition)!.options,
    // A session that was resumed would bring along what another server has found out about the client.
    ...(asksClients ? { requestCert: true, ...withoutTickets } : {}),
    // Whether a client needs one depends on the server that it asks for.
    rejectUnauthorized: false,
    handshakeTimeout: timeout,
    SNICallback (name, done) { done(null, contexts.get(find(name).definition)!.secureContext) },
    ALPNCallback: ({ servername, protocols }) => chooseProtocol(find(servername || undefined).definition, protocols)
  })
  server.on('tlsClientError', (error, socket) => {
    log(find(undefined), socket, `handshake failed: ${error.message}`)
    socket.destroy()
  })
  server.on('secureConnection', socket => {
    const app = find(socket.servername || undefined)
    if (!isWelcome(app.definition.tls!, socket)) {
      log(app, socket, `client certificate refused: ${socket.authorizationError as unknown as string | null ?? 'longer chain than SSLVerifyDepth'}`)
      socket.destroy()
      return
    }
    (socket as Greeted)[kServer] = app.definition
    onSecure(socket)
  })
  return server
}

function log ({ fastify }: App, { remoteAddress, remotePort }: TLSSocket, message: string): void {
  fastify.log.info({ module: 'ssl', client: `${remoteAddress}:${remotePort}` }, message)
}
