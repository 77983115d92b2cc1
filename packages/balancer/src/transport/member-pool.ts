import { Call } from './call.ts'
import type { CallHandler, MemberRequest } from './call.ts'
import { CallQueue } from './call-queue.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import { ConnectionList } from './connection-list.ts'
import type { Deadlines } from './deadlines.ts'
import { PoolClosedError } from './errors.ts'
import { MemberConnection } from './member-connection.ts'
import type { ConnectionOwner } from './member-connection.ts'
import { SocketOpener } from './open-socket.ts'
import type { ConnectionCounts } from './transport.ts'

/** How many connections to a member there may be, and what holds for each. Times are milliseconds. */
export interface MemberPoolOptions extends ConnectionLimits {
  /** So many, once open, are kept for longer than `ttl`. */
  readonly min: number
  /** Without a `ttl`: most idle ones that are kept; null: all. */
  readonly smax: number | null
  /** Most connections at once; 0: no limit. */
  readonly max: number
  /** Longest wait for one of them when all are in use; 0: for ever. */
  readonly acquire: number
  /** Close each connection after its first request. */
  readonly disablereuse: boolean
}

/**
 * The connections to one member, over which HTTP/1.1 requests go out and answers come back.
 *
 * It knows nothing of Fastify, balancers or header rules: whoever calls builds the head as one string and rebuilds what the
 * client gets from the head that comes. Two kinds of callers are meant. Behind the transport's seam a handler reads the
 * fields of the head, and takes the body's bytes out of the block or writes them to the client from there. A direct lane
 * between two sockets writes a head of its own in front of the body, where it already lies: `headroom` bytes are free there,
 * and what `block.keep()` and `pause()` are for is told by `socket.writableLength` after the write. Neither needs another
 * connection, scanner or pool than the other.
 *
 * The connection used last is used first, so that a pool shrinks to what is needed. Who finds none and may open none waits
 * in a queue, first come first served. `idle`, `busy` and `waiting` are for pages.
 */
export class MemberPool implements ConnectionOwner, ConnectionCounts {
  readonly #options: MemberPoolOptions
  readonly #deadlines: Deadlines
  readonly #opener: SocketOpener
  readonly #max: number
  readonly #maxIdle: number
  readonly #idle = new ConnectionList()
  readonly #busy = new ConnectionList()
  readonly #queue: CallQueue
  #retired = false
  #closed = false
  readonly #onEmpty: Array<() => void> = []

  constructor (options: MemberPoolOptions, deadlines: Deadlines) {
    this.#options = options
    this.#deadlines = deadlines
    this.#opener = new SocketOpener(options, deadlines.clock)
    this.#queue = new CallQueue(options.name, options.acquire, deadlines)
    this.#max = options.max === 0 ? Infinity : options.max
    this.#maxIdle = options.smax === null || options.ttl > 0 ? Infinity : options.smax
  }

  /** Connections that wait for a request. */
  get idle (): number {
    return this.#idle.count
  }

  /** Connections that carry a request or an upgraded stream, or are being opened for one. */
  get busy (): number {
    return this.#busy.count
  }

  /** Requests that wait for a connection. */
  get waiting (): number {
    return this.#queue.length
  }

  /** Sends a request. What becomes of it, also if it cannot be sent, the handler hears. */
  request (request: MemberRequest, handler: CallHandler): Call {
    const call = new Call(request, handler, this.#queue)
    if (this.#closed) process.nextTick(() => call.refuse(this.#closedError()))
    else this.#assign(call)
    return call
  }

  /** Lets requests under way come to their end, upgraded streams too, and takes no more; those that wait are refused. */
  close (): Promise<void> {
    this.#closed = true
    for (let call = this.#queue.next(); call !== undefined; call = this.#queue.next()) call.refuse(this.#closedError())
    return this.retire()
  }

  /** Keeps no connection for which there is no request any more. Resolves as soon as there is none. */
  retire (): Promise<void> {
    this.#retired = true
    while (this.#idle.top !== null) this.#idle.top.close()
    return new Promise(resolve => {
      this.#onEmpty.push(resolve)
      this.#settle()
    })
  }

  /** Closes everything at once. What is under way fails with FST_BALANCER_POOL_CLOSED. */
  destroy (): Promise<void> {
    const closed = this.close()
    while (this.#busy.top !== null) this.#busy.top.cut(this.#closedError())
    return closed
  }

  onFree (connection: MemberConnection): void {
    if (this.#retired || this.#options.disablereuse) {
      connection.close()
      return
    }
    const next = this.#queue.next()
    if (next !== undefined) connection.start(next)
    else if (this.#idle.count < this.#maxIdle) this.#move(connection, this.#idle)
    else connection.close()
  }

  onRested (connection: MemberConnection): void {
    if (connection.until > this.#deadlines.clock() && this.#idle.count + this.#busy.count <= this.#options.min) connection.deadline = connection.until
    else connection.close()
  }

  onGone (connection: MemberConnection): void {
    connection.list!.remove(connection)
    const next = this.#queue.next()
    if (next === undefined) this.#settle()
    else this.#open(next)
  }

  /** The connection that goes now leaves its place to this call, which had its turn. */
  onStale (call: Call): void {
    call.repeated = true
    call.over = false
    if (this.#closed) call.refuse(this.#closedError())
    else this.#queue.addFirst(call)
  }

  #assign (call: Call): void {
    const connection = this.#freshest()
    if (connection !== null) {
      this.#move(connection, this.#busy)
      connection.start(call)
    } else if (this.#busy.count < this.#max) {
      this.#open(call)
    } else {
      this.#queue.add(call)
    }
  }

  /** The idle connection used last whose time has not passed since its deadline was looked at. */
  #freshest (): MemberConnection | null {
    const now = this.#deadlines.clock()
    while (this.#idle.top !== null && this.#idle.top.deadline <= now) this.#idle.top.onDeadline()
    return this.#idle.top
  }

  #open (call: Call): void {
    const connection = new MemberConnection(this.#options, this.#opener, this, this.#deadlines)
    this.#busy.push(connection)
    connection.start(call)
  }

  #move (connection: MemberConnection, list: ConnectionList): void {
    connection.list!.remove(connection)
    list.push(connection)
  }

  #settle (): void {
    if (!this.#retired || this.#busy.count > 0) return
    for (const onEmpty of this.#onEmpty.splice(0)) onEmpty()
  }

  #closedError (): Error {
    return new PoolClosedError(this.#options.name)
  }
}
