/** Finds out what each connection to an address speaks, and hands it to whoever speaks that. */
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Server as TlsServer } from 'node:tls'
import { plainAddress } from '../address.ts'
import type { App } from '../app.ts'
import type { FindServer } from '../virtual-hosts.ts'
import { createHandshakes } from './handshakes.ts'
import type { FindByName, Handshakes } from './handshakes.ts'
import type { Http1 } from './http1.ts'
import type { Http2 } from './http2.ts'
import { readPreface } from './preface.ts'

/** What is spoken at an address besides HTTP/1.1. */
export interface Front extends Handshakes {
  /** HTTP/2 without TLS. */
  readonly h2c: boolean
}

export const plainFront: Front = { contexts: new Map(), asksClients: false, h2c: false }

export interface Entrance {
  readonly server: Server
  /** Accepts nothing more; connections end as soon as they have no request. */
  readonly close: () => void
}

/** @param timeout milliseconds that a client may take until it is clear what it speaks */
export function createEntrance (http1: Http1, http2: Http2, findServer: FindServer<App>, front: Front, timeout: number): Entrance {
  /** Connections of which it is not known yet what they speak. */
  const arriving = new Map<string, Socket>()
  const handshakes = new Map<string, TlsServer>()
  const server = createServer({ allowHalfOpen: true, noDelay: true }, socket => {
    const { localAddress = '', localPort = 0 } = socket
    const find: FindByName = name => findServer(plainAddress(localAddress), localPort, name)
    const { tls, protocols } = find(undefined).definition
    if (tls === null && !protocols.includes('h2c')) {
      enter(socket, false)
      return
    }
    const key = nameOf(socket)
    arriving.set(key, socket)
    socket.once('close', () => { arriving.delete(key) })
    if (tls === null) readPreface(socket, timeout, isHttp2 => { enter(socket, isHttp2) })
    else handshakesAt(`${localAddress} ${localPort}`, find).emit('connection', socket)
  })

  function enter (socket: Socket, isHttp2: boolean): void {
    arriving.delete(nameOf(socket))
    const speaker = isHttp2 ? http2.server : http1.server
    speaker.emit('connection', socket)
  }

  function handshakesAt (address: string, find: FindByName): TlsServer {
    const known = handshakes.get(address) ?? createHandshakes(front, find, timeout, socket => { enter(socket, socket.alpnProtocol === 'h2') })
    handshakes.set(address, known)
    return known
  }

  // A server looks after its headersTimeout from this event on, and this one gets its connections from us.
  http1.server.emit('listening')
  return {
    server,
    close () {
      server.close()
      for (const socket of arriving.values()) socket.destroy()
      http1.close()
      http2.close()
    }
  }
}

/** A connection with TLS has another socket than without. */
function nameOf ({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
