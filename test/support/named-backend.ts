/** A backend for many requests: it says its name, and as many bytes as the last part of the path asks for. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Test } from 'tap'

/** @returns its port on 127.0.0.1; it ends with the test */
export async function startNamedBackend (t: Test, name: string): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, socket => {
    let received = ''
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.on('data', chunk => {
      received += chunk.toString('latin1')
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        const size = Number(/^GET \S*?(\d+)(?:\?\S*)? /.exec(received)?.[1])
        received = received.slice(end + 4)
        socket.write(`HTTP/1.1 200 OK\r\nX-Backend: ${name}\r\nContent-Length: ${size}\r\n\r\n${'x'.repeat(size)}`, 'latin1')
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}
