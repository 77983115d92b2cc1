/** A client that sends exactly the bytes it is given, on one connection for each request. */
import net from 'node:net'
import { cutMessage, values } from './message.ts'
import type { Message } from './message.ts'

export interface Answer extends Message {
  readonly status: number
  /** The values of a header, whatever the case of its name. */
  all (name: string): string[]
}

/**
 * Sends raw bytes to 127.0.0.1 and reads the answer.
 * @throws when the connection ends before the answer is complete
 */
export async function exchange (port: number, bytes: string | Buffer): Promise<Answer> {
  const bodiless = bytes.toString().startsWith('HEAD ')
  const socket = net.connect(port, '127.0.0.1')
  socket.write(bytes)
  let received = Buffer.alloc(0)
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk])
    const answer = cutMessage(received, bodiless)
    if (answer === null) continue
    const message = answer.value
    return { ...message, status: Number(message.startLine.split(' ')[1]), all: name => values(message, name) }
  }
  throw new Error(`the connection ended after ${JSON.stringify(received.toString())}`)
}

/** The bytes of a request: `bytesOf('GET /a', ['Host: example.com'])`. */
export function bytesOf (methodAndTarget: string, headerLines: readonly string[], body = ''): string {
  return [`${methodAndTarget} HTTP/1.1`, ...headerLines, '', body].join('\r\n')
}
