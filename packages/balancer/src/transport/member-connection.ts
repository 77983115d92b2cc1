import type { Socket } from 'node:net'
import { AnswerReceiver } from './answer-receiver.ts'
import type { Call } from './call.ts'
import type { ConnectionLimits } from './connection-limits.ts'
import type { ConnectionList } from './connection-list.ts'
import type { Deadlines, Timed } from './deadlines.ts'
import { BadAnswerError, ConnectError, ConnectTimeoutError, ConnectionLostError, ContinueTimeoutError, HandshakeError, SilenceError } from './errors.ts'
import { flaws } from './flaws.ts'
import { handshakeReason, isAboutOurCertificate } from './handshake.ts'
import type { Head } from './head.ts'
import type { SocketOpener } from './open-socket.ts'
import type { ReadBlock } from './read-block.ts'
import { RequestSender } from './request-sender.ts'

/** Who lends the connection out. */
export interface ConnectionOwner {
  /** The connection may carry the next request. */
  readonly onFree: (connection: MemberConnection) => void
  /** The connection has been idle for `ttl`, or until it must go. */
  readonly onRested: (connection: MemberConnection) => void
  /** The connection is no more. Called once. */
  readonly onGone: (connection: MemberConnection) => void
  /** The connection was closing when this call came, and will be gone at once. */
  readonly onStale: (call: Call) => void
}

/** One connection to a member: carries one call at a time, tells its handler what becomes of it, and ends what takes too long. */
export class MemberConnection implements Timed {
  readonly #limits: ConnectionLimits
  readonly #owner: ConnectionOwner
  readonly #deadlines: Deadlines
  readonly #socket: Socket
  readonly #sender: RequestSender
  readonly #receiver: AnswerReceiver
  #call: Call | null = null
  /** The member accepted the connection; the TLS handshake is not over. */
  #reached = false
  #connected = false
  #addressUntil = Infinity
  #reused = false
  #paused = false
  #upgraded = false
  #closed = false
  /** As ConnectionList wants it. */
  list: ConnectionList | null = null
  above: MemberConnection | null = null
  below: MemberConnection | null = null
  /** When it must not be used again, by the clock of its deadlines: its address is too old, or, once it is idle, the member closes it. */
  until: number = Infinity
  /** As Deadlines wants it. */
  deadline: number = Infinity
  slot = 0

  constructor (limits: ConnectionLimits, opener: SocketOpener, owner: ConnectionOwner, deadlines: Deadlines) {
    this.#limits = limits
    this.#owner = owner
    this.#deadlines = deadlines
    const receiver = new AnswerReceiver(limits.headLimit, limits.lineLimit, {
      onMore: () => this.#watch(),
      onInterim: head => this.#inform(head),
      onBody: (head, block, start, end, done, clean) => this.#deliver(head, block, start, end, done, clean),
      onUpgrade: (head, first) => this.#upgrade(head, first),
      onFlaw: flaw => this.cut(new BadAnswerError(limits.name, flaws[flaw]))
    })
    const socket = opener.open(
      { buffer: () => receiver.room(), callback: length => this.#read(length) },
      () => { this.#reached = true },
      () => this.#onConnect(opener.until)
    )
    socket.on('end', this.#onLost).on('error', this.#onLost).on('close', () => this.#onClose())
    this.#receiver = receiver
    this.#socket = socket
    this.#sender = new RequestSender(socket, {
      onProgress: () => this.#watch(),
      onBroken: error => this.cut(error)
    })
    deadlines.add(this)
  }

  /** Carries a call; none may be under way. */
  start (call: Call): void {
    this.#call = call
    call.connection = this
    if (this.#connected) this.#send(call)
    else this.deadline = this.#deadlines.clock() + this.#limits.connectiontimeout
  }

  pause (): void {
    this.#paused = true
    this.#socket.pause()
    this.#watch()
  }

  resume (): void {
    if (!this.#paused) return
    this.#paused = false
    this.#socket.resume()
    this.#watch()
  }

  /** Ends what is under way with an error, then closes. */
  cut (error: Error): void {
    const call = this.#call
    const phase = this.#receiver.headed ? 'answering' : this.#sender.owing ? 'sending' : 'waiting'
    this.close()
    if (this.#connected) call?.handler.onFail(error, phase)
    else call?.handler.onRefused(error)
  }

  /** Closes without a word to the handler. */
  close (): void {
    if (this.#closed) return
    this.#closed = true
    this.#part()
    this.#deadlines.remove(this)
    this.#socket.destroy()
    this.#owner.onGone(this)
  }

  onDeadline (): void {
    const { name, ping } = this.#limits
    const call = this.#call
    if (call === null) {
      this.#owner.onRested(this)
    } else if (this.#sender.waiting && ping > 0 && !this.#receiver.begun) {
      this.close()
      call.handler.onRefused(new ContinueTimeoutError(name))
    } else {
      this.cut(this.#connected ? new SilenceError(name) : new ConnectTimeoutError(name))
    }
  }

  #onConnect (until: number): void {
    this.#connected = true
    this.#addressUntil = until
    this.#send(this.#call!)
  }

  #send (call: Call): void {
    this.#receiver.begin(call.request)
    call.handler.onConnected?.(this.#reused)
    if (this.#call !== call) return
    this.#sender.send(call)
    this.#watch()
  }

  /** Gives the member its time anew, unless it is the client who is slow. */
  #watch (): void {
    if (!this.#connected) return
    const { ping, timeout } = this.#limits
    const time = this.#sender.waiting && ping > 0 ? ping : timeout
    this.deadline = this.#paused || this.#sender.starving ? Infinity : this.#deadlines.clock() + time
  }

  /** @returns whether to read on */
  #read (length: number): boolean {
    if (this.#upgraded) return this.#socket.push(this.#receiver.copy(length))
    // Bytes that belong to no request poison the connection.
    if (this.#call === null) this.close()
    else this.#receiver.receive(length)
    return true
  }

  #inform (head: Head): boolean {
    const call = this.#call!
    const { status } = head
    call.handler.onInformation?.(head)
    if (this.#call !== call) return false
    if (status === 100) this.#sender.continue()
    this.#watch()
    return true
  }

  /** The connection is free before the handler hears of the end, so that nothing the handler does can keep it. */
  #deliver (head: Head | null, block: ReadBlock, start: number, end: number, done: boolean, clean: boolean): void {
    const call = this.#call!
    const { handler } = call
    if (head !== null && head.status === 408 && this.#isLate(call)) {
      this.#repeat(call)
      return
    }
    // RFC 9110 §10.1.1, RFC 9112 §9.5: who is told that the body is not wanted sends no more of it.
    if (head !== null && (head.status >= 400 || this.#sender.waiting)) this.#sender.stop()
    if (done) this.#finish(clean)
    else this.#watch()
    if (head !== null) handler.onHead(head, block, start, end, done)
    else if (done || end > start) handler.onData(block, start, end, done)
  }

  #upgrade (head: Head, first: Buffer): void {
    const { handler } = this.#call!
    const socket = this.#socket
    this.#upgraded = true
    this.deadline = Infinity
    this.#part()
    socket.off('end', this.#onLost).off('error', this.#onLost).pause()
    if (first.length > 0) socket.push(Buffer.from(first))
    handler.onUpgrade!(head, socket)
  }

  #finish (clean: boolean): void {
    const now = this.#deadlines.clock()
    if (!clean || !this.#receiver.reusable || this.#sender.owing || this.#addressUntil <= now) {
      this.close()
      return
    }
    const { ttl } = this.#limits
    this.#part()
    if (this.#paused) {
      this.#paused = false
      this.#socket.resume()
    }
    this.#reused = true
    this.until = Math.min(now + this.#receiver.patience, this.#addressUntil)
    this.deadline = Math.min(this.until, ttl === 0 ? Infinity : now + ttl)
    this.#owner.onFree(this)
  }

  /** Connection and call have no more to do with each other. */
  #part (): void {
    const call = this.#call
    this.#receiver.stop()
    this.#sender.stop()
    this.#call = null
    if (call === null) return
    call.connection = null
    call.over = true
  }

  /** The member ended the connection, or the network did. */
  readonly #onLost = (error?: Error): void => {
    const call = this.#call
    const { name } = this.#limits
    if (call === null) {
      this.close()
    } else if (error === undefined && this.#receiver.endsWithConnection) {
      this.#receiver.finish()
    } else if (this.#reused && !this.#receiver.begun && !this.#sender.begun && call.request.repeatable && !call.repeated) {
      this.#repeat(call)
    } else if (this.#isUnwanted(error)) {
      this.close()
      call.handler.onRefused(new HandshakeError(name, handshakeReason(error!)))
    } else {
      this.cut(this.#lossOf(error ?? new Error('closed by the member')))
    }
  }

  /**
   * RFC 9110 §15.5.9: a 408 that ends a connection, and crosses a request on its way, is about the connection's rest. The member
   * has not had the request, so it may be sent again, whatever its method, as far as it is still there.
   */
  #isLate (call: Call): boolean {
    return this.#reused && !call.repeated && !this.#receiver.reusable && (!this.#sender.begun || call.request.body instanceof Buffer)
  }

  #repeat (call: Call): void {
    this.#part()
    this.#owner.onStale(call)
    this.close()
  }

  #lossOf (cause: Error): Error {
    const { name } = this.#limits
    if (this.#connected) return new ConnectionLostError(name, { cause })
    return this.#reached ? new HandshakeError(name, handshakeReason(cause)) : new ConnectError(name, { cause })
  }

  /** TLS 1.3 has requests leave before the member has looked at our certificate (RFC 8446 §4.4.2.4). */
  #isUnwanted (error: NodeJS.ErrnoException | undefined): boolean {
    return this.#connected && !this.#receiver.begun && !this.#sender.begun && isAboutOurCertificate(error)
  }

  #onClose (): void {
    this.close()
    this.#receiver.release()
  }
}
