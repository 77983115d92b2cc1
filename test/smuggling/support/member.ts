/** A member that reads strictly, keeps every byte of each request, and answers with the bytes that the test says. */
import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Test } from 'tap'
import { cutRequest } from './strict-message.ts'
import type { StrictMessage } from './strict-message.ts'

export interface Seen extends StrictMessage {
  /** Counts the connections. */
  readonly connection: number
}

/** Bytes, one character each; `end`: the connection ends after them. */
export interface RawAnswer {
  readonly bytes: string
  readonly end: boolean
}

export interface Member {
  readonly port: number
  /** All requests since the beginning or the last `forget`. */
  readonly seen: Seen[]
  /** What could be read in two ways. */
  readonly faults: string[]
  /** Bytes that are no whole request, of connections that are open. */
  leftover (): string
  forget (): void
  answer: (request: Seen) => RawAnswer
}

export const plainAnswer: RawAnswer = { bytes: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok', end: false }

export async function startMember (t: Test): Promise<Member> {
  const received = new Map<Socket, string>()
  let connections = 0
  const member: Omit<Member, 'port'> = {
    seen: [],
    faults: [],
    leftover: () => [...received.values()].join(''),
    forget () {
      member.seen.length = 0
      member.faults.length = 0
    },
    answer: () => plainAnswer
  }
  const server = net.createServer({ noDelay: true }, socket => {
    const connection = ++connections
    received.set(socket, '')
    socket.setEncoding('latin1')
    socket.on('error', () => {})
    socket.on('close', () => received.delete(socket))
    socket.on('data', (text: string) => {
      let bytes = received.get(socket)! + text
      try {
        for (let cut = cutRequest(bytes); cut !== null; cut = cutRequest(bytes)) {
          bytes = cut.rest
          const seen = { ...cut.message, connection }
          member.seen.push(seen)
          const answer = member.answer(seen)
          socket.write(answer.bytes, 'latin1')
          if (answer.end) socket.end()
        }
        received.set(socket, bytes)
      } catch (error) {
        member.faults.push(`${String(error)} in ${JSON.stringify(bytes)}`)
        received.set(socket, '')
        socket.destroy()
      }
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    for (const socket of received.keys()) socket.destroy()
  })
  return Object.assign(member, { port: (server.address() as AddressInfo).port })
}
