import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Test } from 'tap'
import { Deadlines } from '../../../src/transport/deadlines.ts'
import { MemberPool } from '../../../src/transport/member-pool.ts'
import type { MemberPoolOptions } from '../../../src/transport/member-pool.ts'
import type { MemberRequest } from '../../../src/transport/call.ts'

/** A member that says exactly the bytes a test wants. */
export interface RawMember {
  readonly port: number
  /** Connections accepted so far. */
  accepted: number
  readonly sockets: Socket[]
  /** Called with each connection. */
  onSocket: (socket: Socket) => void
  readonly close: () => Promise<void>
}

/** Calls `onRequest` with all that came on a connection once there is an empty line in it; null: `onSocket` does all. */
export async function rawMember (t: Test, onRequest: ((socket: Socket, received: string, connection: number) => void) | null): Promise<RawMember> {
  const server = createServer({ noDelay: true }, socket => {
    const connection = ++member.accepted
    let received = ''
    member.sockets.push(socket)
    member.onSocket(socket)
    socket.on('error', () => {})
    if (onRequest === null) return
    socket.on('data', data => {
      received += data.toString('latin1')
      if (!/\r\n\r\n/.test(received)) return
      const whole = received
      received = ''
      onRequest(socket, whole, connection)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const member: RawMember = {
    port: (server.address() as AddressInfo).port,
    accepted: 0,
    sockets: [],
    onSocket: () => {},
    async close () {
      for (const socket of member.sockets) socket.destroy()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    }
  }
  t.teardown(() => member.close())
  return member
}

/** A member that answers each time it has a whole request, and tells what it got. */
export async function readingMember (t: Test, isWhole: (received: string) => boolean, answer: string): Promise<RawMember & { received: string }> {
  const member = Object.assign(await rawMember(t, null), { received: '' })
  member.onSocket = socket => socket.on('data', data => {
    member.received += data.toString('latin1')
    if (isWhole(member.received)) socket.write(answer)
  })
  return member
}

/** A clock that tests turn; `pass` looks at the deadlines then. */
export class TestDeadlines extends Deadlines {
  readonly pass: (ms: number) => void

  constructor () {
    let now = 1_000
    super(() => now)
    this.pass = ms => {
      now += ms
      this.check()
    }
  }
}

export function createPool (t: Test, port: number, options: Partial<MemberPoolOptions> = {}, deadlines: Deadlines = new TestDeadlines()): MemberPool {
  const pool = new MemberPool({ ...poolOptions(port), ...options }, deadlines)
  t.teardown(() => pool.destroy())
  return pool
}

/** What is asked of connections to a member that listens on this machine. */
export function poolOptions (port: number): MemberPoolOptions {
  return {
    address: { host: '127.0.0.1', port },
    name: 'http://member',
    hostname: 'member',
    tls: null,
    connectiontimeout: 1_000,
    timeout: 10_000,
    ping: 0,
    ttl: 0,
    keepalive: false,
    localAddress: null,
    addressttl: null,
    headLimit: 65_536,
    lineLimit: 65_536,
    min: 0,
    smax: null,
    max: 0,
    acquire: 0,
    disablereuse: false
  }
}

export function get (options: Partial<MemberRequest> = {}): MemberRequest {
  return {
    head: 'GET / HTTP/1.1\r\nHost: member\r\n\r\n',
    body: null,
    length: 0,
    bodiless: false,
    repeatable: true,
    expectContinue: false,
    upgrade: false,
    ...options
  }
}
