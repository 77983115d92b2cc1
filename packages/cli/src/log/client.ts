/** What is known of a client's connection, found out once. */
import type { Socket } from 'node:net'
import { plainAddress } from '../address.ts'

export interface Client {
  readonly address: string
  readonly port: number
  readonly localAddress: string
  readonly localPort: number
  /** Requests so far. */
  requests: number
  /** What went over it until its last answer ended; the rest belongs to the next one. */
  read: number
  written: number
}

const kClient: unique symbol = Symbol('fastify-balancer.client')

/** A client that has left already has neither address nor port. */
export function clientOf (socket: Socket & { [kClient]?: Client }): Client {
  socket[kClient] ??= {
    address: plainAddress(socket.remoteAddress ?? '-'),
    port: socket.remotePort ?? 0,
    localAddress: plainAddress(socket.localAddress ?? '-'),
    localPort: socket.localPort ?? 0,
    requests: 0,
    read: 0,
    written: 0
  }
  return socket[kClient]
}

/** Bytes that came in since the last answer ended. */
export function takeRead (client: Client, { bytesRead }: Socket): number {
  const { read } = client
  client.read = bytesRead
  return bytesRead - read
}

/** Bytes that went out since the last answer ended. */
export function takeWritten (client: Client, { bytesWritten }: Socket): number {
  const { written } = client
  client.written = bytesWritten
  return bytesWritten - written
}
