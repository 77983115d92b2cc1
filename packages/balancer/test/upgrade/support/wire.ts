import net from 'node:net'
import type { Socket } from 'node:net'
import type { Test } from 'tap'
import { until } from '../../support/until.ts'

/** One end of a connection, and what came there: one character a byte. */
export interface Wire {
  readonly socket: Socket
  received: string
  /** The other end sends nothing more. */
  ended: boolean
  closed: boolean
  send (text: string | Buffer): void
  /** Waits until this came. */
  gets (text: string): Promise<void>
}

export function wire (socket: Socket): Wire {
  const end: Wire = {
    socket,
    received: '',
    ended: false,
    closed: false,
    send (text) { socket.write(text as string, 'latin1') },
    gets: text => until(() => end.received.includes(text))
  }
  socket.on('data', bytes => { end.received += bytes.toString('latin1') })
  socket.on('end', () => { end.ended = true })
  socket.on('close', () => { end.closed = true })
  socket.on('error', () => {})
  return end
}

/** A client that sends a request; closed when the test ends. */
export function ask (t: Test, port: number, request: string): Wire {
  const socket = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  t.teardown(() => socket.destroy())
  const client = wire(socket)
  client.send(request)
  return client
}

/** The head of a request for another protocol. */
export function upgradeTo (protocol: string, ...lines: readonly string[]): string {
  return ['GET /chat HTTP/1.1', 'Host: www.example', `Upgrade: ${protocol}`, 'Connection: Upgrade', ...lines, '', ''].join('\r\n')
}

/** Asks for WebSocket and waits for the 101. */
export async function openWebSocket (t: Test, port: number, ...lines: readonly string[]): Promise<Wire> {
  const client = ask(t, port, upgradeTo('websocket', ...lines))
  await client.gets('\r\n\r\n')
  t.match(client.received, /^HTTP\/1\.1 101 /)
  client.received = ''
  return client
}

/** A frame of WebSocket as a server sends it, unmasked (RFC 6455 §5.2). */
export function frame (payload: string | Buffer, opcode = 1): Buffer {
  const body = Buffer.from(payload as string)
  if (body.length < 126) return Buffer.concat([Buffer.from([0x80 | opcode, body.length]), body])
  const head = Buffer.alloc(body.length < 65_536 ? 4 : 10)
  head[0] = 0x80 | opcode
  if (body.length < 65_536) {
    head[1] = 126
    head.writeUInt16BE(body.length, 2)
  } else {
    head[1] = 127
    head.writeBigUInt64BE(BigInt(body.length), 2)
  }
  return Buffer.concat([head, body])
}

/** A close frame as a server sends it, one character a byte. */
export function goodbye (code: number): string {
  return Buffer.from([0x88, 2, code >> 8, code & 0xff]).toString('latin1')
}
