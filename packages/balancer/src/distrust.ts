import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

const distrusted = new WeakSet<Socket>()

/** The connection of an HTTP/1 request ends with the answer to it: no member is to hear of what else came over it. */
export function distrust ({ socket }: IncomingMessage): void {
  distrusted.add(socket)
}

export function isDistrusted ({ socket }: IncomingMessage): boolean {
  return distrusted.has(socket)
}
