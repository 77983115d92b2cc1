/** A client that sends exactly the bytes it is given. */
import net from 'node:net'
import { cutMessage, values } from './message.ts'
import type { Message } from './message.ts'

export interface Answer extends Message {
  readonly status: number
  /** The values of a header, whatever the case of its name. */
  all (name: string): string[]
}

/**
 * Sends raw bytes to 127.0.0.1, on a connection of their own, and reads the answer.
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
    if (answer !== null) return answerOf(answer.value)
  }
  throw new Error(`the connection ended after ${JSON.stringify(received.toString())}`)
}

/** The bytes of a request: `bytesOf('GET /a', ['Host: example.com'])`. */
export function bytesOf (methodAndTarget: string, headerLines: readonly string[], body = ''): string {
  return [`${methodAndTarget} HTTP/1.1`, ...headerLines, '', body].join('\r\n')
}

/** A client that keeps its connection. */
export interface Conversation {
  /** Sends the next request; null: the connection was closed before the answer was complete. */
  ask (bytes: string): Promise<Answer | null>
  end (): void
}

/** Requests that follow each other on one connection. */
export function converse (port: number): Conversation {
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
  let received = Buffer.alloc(0)
  let ended = false
  let wake = (): void => {}
  socket.on('data', chunk => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    wake()
  })
  socket.on('error', () => {})
  socket.on('close', () => {
    ended = true
    wake()
  })
  return {
    async ask (bytes) {
      socket.write(bytes)
      for (;;) {
        const cut = cutMessage(received)
        if (cut !== null) {
          received = Buffer.from(cut.rest)
          return answerOf(cut.value)
        }
        if (ended) return null
        await new Promise<void>(resolve => { wake = resolve })
      }
    },
    end: () => { socket.destroy() }
  }
}

function answerOf (message: Message): Answer {
  return { ...message, status: Number(message.startLine.split(' ')[1]), all: name => values(message, name) }
}
