/** A backend that says what reached it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Backend {
  readonly port: number
  readonly url: string
  readonly server: Server
  readonly close: () => void
}

export async function backend (listener: RequestListener): Promise<Backend> {
  const server = createServer(listener)
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
    }
  }
}
