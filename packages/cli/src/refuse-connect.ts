/** Answers CONNECT, which asks for a tunnel (RFC 9110 §9.3.6): nobody gets one here. httpd forwards it as a request. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

export function refuseConnect (_request: IncomingMessage, socket: Duplex): void {
  // The connection is ours now, and with it what goes wrong with it.
  socket.on('error', () => {})
  socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
}
