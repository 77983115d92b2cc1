import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

/** How much a client may send before it has its answer, in bytes; RFC 6455 has it wait. */
const earlyAtMost = 65_536

const connections = new WeakMap<IncomingMessage, ClientConnection>()

/** The connection of a request that may change its protocol; undefined: the request came as a plain one. */
export function clientConnection (request: IncomingMessage): ClientConnection | undefined {
  return connections.get(request)
}

export function keepConnection (request: IncomingMessage, connection: ClientConnection): void {
  connections.set(request, connection)
}

/**
 * The connection of a client that waits for leave to change its protocol. Keeps what came behind the head, and closes the
 * connection when the client leaves, which nobody else reads from by then.
 */
export class ClientConnection {
  readonly socket: Socket
  /** Longest silence, in milliseconds; 0: the server has no limit. */
  readonly timeout: number
  readonly #early: Buffer[] = []
  #earlyBytes = 0

  /**
   * @param head what came behind the request's head
   * @param timeout milliseconds
   */
  constructor (socket: Socket, head: Buffer, timeout: number) {
    this.socket = socket
    this.timeout = timeout
    this.#keep(head)
    socket.on('data', this.#keep).on('end', this.#leave).on('error', this.#leave)
  }

  /** Hands the socket over, paused and with all that came. Its errors have a listener. */
  take (): Socket {
    const { socket } = this
    socket.off('data', this.#keep).off('end', this.#leave).pause()
    if (this.#earlyBytes > 0) socket.unshift(Buffer.concat(this.#early))
    return socket
  }

  readonly #keep = (bytes: Buffer): void => {
    this.#early.push(bytes)
    this.#earlyBytes += bytes.length
    if (this.#earlyBytes > earlyAtMost) this.socket.pause()
  }

  readonly #leave = (): void => {
    this.socket.destroy()
  }
}
