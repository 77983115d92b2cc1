import net from 'node:net'
import { once } from 'node:events'
import type { Test } from 'tap'

/** A client's connection, byte by byte; closed when the test ends. */
export async function connect (t: Test, port: number): Promise<net.Socket> {
  const socket = net.connect(port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** Sends a request as it stands and reads until the connection ends; one character a byte, both ways. */
export async function exchange (port: number, request: string): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  socket.write(request, 'latin1')
  return Buffer.concat(await socket.toArray()).toString('latin1')
}

/** A GET that asks for the connection to be closed. */
export function get (target: string, ...headers: readonly string[]): string {
  return ['GET ' + target + ' HTTP/1.1', 'Host: www.example:8080', 'Connection: close', ...headers, '', ''].join('\r\n')
}
