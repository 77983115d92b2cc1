import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { BodyBrokenError, BodyLengthError } from './errors.ts'

/** Who sends a body hears how it goes. */
export interface BodyListener {
  /** Bytes were given to the socket. */
  readonly onWrite: (bytes: number) => void
  /** `blocked` has changed. */
  readonly onTurn: () => void
  /** All of the body was given to the socket. */
  readonly onSent: () => void
  /** The body is not what it should be; nothing more is sent. FST_BALANCER_BODY_BROKEN or _LENGTH. */
  readonly onBroken: (error: Error) => void
}

/** Sends a stream as a request's body, as fast as the member takes it; never more or less than its Content-Length. */
export class BodySender {
  readonly #source: Readable
  readonly #length: number | null
  readonly #socket: Socket
  readonly #listener: BodyListener
  #count = 0
  /** It is the member who is slow, not the source. */
  blocked = false
  done = false

  /** @param length null: chunked */
  constructor (source: Readable, length: number | null, socket: Socket, listener: BodyListener) {
    this.#source = source
    this.#length = length
    this.#socket = socket
    this.#listener = listener
    socket.on('drain', this.#onDrain)
    source.on('data', this.#onData).on('end', this.#onEnd).on('error', this.#onError).on('close', this.#onClose)
    if (source.destroyed || source.readableEnded) process.nextTick(this.#onClose)
    else source.resume()
  }

  /** Sends nothing more and leaves the source paused. */
  stop (): void {
    this.#socket.off('drain', this.#onDrain)
    this.#source.off('data', this.#onData).off('end', this.#onEnd).off('error', this.#onError).off('close', this.#onClose)
    if (!this.done) this.#source.pause()
  }

  readonly #onData = (chunk: Buffer): void => {
    // An empty chunk would end a chunked body.
    if (chunk.length === 0) return
    this.#count += chunk.length
    if (this.#length !== null && this.#count > this.#length) {
      this.#break(new BodyLengthError(this.#length))
      return
    }
    // What write returns is about its high-water mark; whether the kernel took all is in writableLength.
    if (!this.#write(chunk) && this.#socket.writableLength > 0) {
      this.blocked = true
      this.#source.pause()
      this.#listener.onTurn()
    }
  }

  readonly #onDrain = (): void => {
    if (!this.blocked) return
    this.blocked = false
    this.#source.resume()
    this.#listener.onTurn()
  }

  readonly #onEnd = (): void => {
    if (this.#length !== null && this.#count < this.#length) {
      this.#break(new BodyLengthError(this.#length))
      return
    }
    this.done = true
    this.stop()
    if (this.#length === null) {
      this.#socket.write('0\r\n\r\n', 'latin1')
      this.#listener.onWrite(5)
    }
    this.#listener.onSent()
  }

  readonly #onError = (error: Error): void => {
    this.#break(new BodyBrokenError({ cause: error }))
  }

  readonly #onClose = (): void => {
    this.#onError(new Error('closed before its end'))
  }

  #write (chunk: Buffer): boolean {
    const socket = this.#socket
    if (this.#length !== null) {
      this.#listener.onWrite(chunk.length)
      return socket.write(chunk)
    }
    const size = `${chunk.length.toString(16)}\r\n`
    this.#listener.onWrite(size.length + chunk.length + 2)
    socket.cork()
    socket.write(size, 'latin1')
    socket.write(chunk)
    const more = socket.write('\r\n', 'latin1')
    socket.uncork()
    return more
  }

  #break (error: Error): void {
    this.stop()
    this.#listener.onBroken(error)
  }
}
