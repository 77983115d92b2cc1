import { ServerResponse } from 'node:http'
import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { ClientConnection, keepConnection } from './client-connection.ts'
import { passAsPlain } from './pass-as-plain.ts'

/** Whether a request that asks for another protocol is to be served as such. */
export type Accepts = (request: IncomingMessage) => boolean

/** Who accepts upgrades on which server: several apps or scopes may share one. */
const askers = new WeakMap<Server, Accepts[]>()

/**
 * Lets requests that ask for another protocol reach a server's `request` listeners, as Node keeps them from those once
 * somebody listens for upgrades. One that nobody accepts is left to the server's other listeners for upgrades; without
 * any, it goes on as a plain request, as in httpd.
 */
export function acceptUpgrades (server: Server, accepts: Accepts): void {
  const known = askers.get(server)
  if (known !== undefined) {
    known.push(accepts)
    return
  }
  const asked = [accepts]
  askers.set(server, asked)
  const emit: (this: Server, event: string, ...args: unknown[]) => boolean = server.emit
  let leaving = false
  const onUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer): void => {
    if (leaving) return
    if (asked.some(accepts => accepts(request))) {
      serve(server, request, socket, head)
    } else if (server.listenerCount('upgrade') === 1) {
      const response = assign(request, socket)
      if (response === null) return
      response.detachSocket(socket)
      passAsPlain(server, request, socket, head)
    } else {
      leaving = true
      emit.call(server, 'upgrade', request, socket, head)
      leaving = false
    }
  }
  server.on('upgrade', onUpgrade)
  // Two listeners that take the same connection would break it: the others hear of what we leave.
  Reflect.set(server, 'emit', function emitOrServe (this: Server, event: string, ...args: [IncomingMessage, Socket, Buffer]): boolean {
    if (event !== 'upgrade') return emit.call(this, event, ...args)
    onUpgrade(...args)
    return true
  })
}

function serve (server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const response = assign(request, socket)
  if (response === null) return
  keepConnection(request, new ClientConnection(socket, head, server.timeout))
  response.shouldKeepAlive = false
  response.once('finish', () => {
    if (response.statusCode !== 101) socket.destroySoon()
  })
  server.emit('request', request, response)
}

/** The response to a request; null: an earlier answer of the same connection is under way, which only a client without manners can make happen. */
function assign (request: IncomingMessage, socket: Socket): ServerResponse | null {
  const response = new ServerResponse(request)
  try {
    response.assignSocket(socket)
    return response
  } catch {
    socket.destroy()
    return null
  }
}
