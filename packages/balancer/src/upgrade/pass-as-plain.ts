import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import { Server as TlsServer } from 'node:tls'
import { connectionNames } from '../hop-by-hop.ts'

/**
 * Gives a connection back to its server as if the request had not asked for another protocol (RFC 9110 §7.8: a server may
 * ignore Upgrade). The head is what Node's parser read, byte for byte, but for Upgrade and its name in Connection: the same
 * parser finds the same in it, and no upgrade any more. What came behind it follows.
 */
export function passAsPlain (server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  socket.unshift(Buffer.concat([Buffer.from(plainHead(request), 'latin1'), head]))
  server.emit(server instanceof TlsServer ? 'secureConnection' : 'connection', socket)
}

function plainHead ({ method, url, httpVersion, rawHeaders }: IncomingMessage): string {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    const value = plainValue(name.toLowerCase(), rawHeaders[i + 1]!)
    if (value !== null) head += `${name}: ${value}\r\n`
  }
  return `${head}\r\n`
}

/** null: the line is left out. */
function plainValue (name: string, value: string): string | null {
  if (name === 'upgrade') return null
  if (name !== 'connection') return value
  return connectionNames(value).filter(name => name !== 'upgrade').join(', ') || null
}
