/** A backend that says what reached it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

export interface Backend {
  readonly port: number
  readonly url: string
  readonly server: Server
  readonly close: () => void
}

/** @param upgrade takes requests for another protocol */
export async function backend (listener: RequestListener, upgrade?: (request: IncomingMessage, socket: Duplex) => void): Promise<Backend> {
  const server = createServer(listener)
  const upgraded: Duplex[] = []
  if (upgrade !== undefined) {
    server.on('upgrade', (request, socket) => {
      upgraded.push(socket)
      upgrade(request, socket)
    })
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    server,
    close () {
      server.close()
      server.closeAllConnections()
      for (const socket of upgraded) socket.destroy()
    }
  }
}
