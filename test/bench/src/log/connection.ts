import { once } from 'node:events'
import { createServer, connect as connectTo } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** A server's end of a connection over loopback. */
export async function connect (): Promise<{ readonly socket: Socket, readonly close: () => Promise<void> }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connectTo((server.address() as AddressInfo).port, '127.0.0.1')
  const [socket] = await once(server, 'connection') as [Socket]
  return {
    socket,
    async close () {
      client.destroy()
      socket.destroy()
      server.close()
      await once(server, 'close')
    }
  }
}
