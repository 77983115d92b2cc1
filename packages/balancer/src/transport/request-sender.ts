import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { BodySender } from './body-sender.ts'
import type { Call } from './call.ts'

/** Who sends a request hears how it goes. */
export interface SendListener {
  /** It is another's turn now, the client's or the member's, or all was sent. */
  readonly onProgress: () => void
  /** The body is not what it should be. */
  readonly onBroken: (error: Error) => void
}

// A body that costs less to copy behind its head than to write on its own.
const smallBody = 2_048

/** Sends the requests of one connection: each head in one write, with a small body in the same, a body that waits for 100 Continue later. */
export class RequestSender {
  readonly #socket: Socket
  readonly #listener: SendListener
  #call: Call | null = null
  #stream: BodySender | null = null
  /** The body waits for the member's 100 Continue. */
  waiting = false
  /** Bytes of the body have left, or may have. */
  begun = false
  /** Not all of the body has left: what comes next on the connection would be taken for the rest of it. */
  owing = false

  constructor (socket: Socket, listener: SendListener) {
    this.#socket = socket
    this.#listener = listener
  }

  /** It is the client we wait for: nothing of what we have is left to send. */
  get starving (): boolean {
    return this.#stream !== null && !this.#stream.blocked
  }

  send (call: Call): void {
    const { head, body, expectContinue } = call.request
    this.#call = call
    this.waiting = body !== null && expectContinue
    this.begun = false
    this.owing = body !== null
    call.sent += head.length
    if (body === null || this.waiting) {
      this.#socket.write(head, 'latin1')
    } else if (body instanceof Buffer && body.length <= smallBody) {
      this.#socket.write(head + body.toString('latin1'), 'latin1')
      this.#sent(body.length)
    } else {
      this.#socket.cork()
      this.#socket.write(head, 'latin1')
      this.#sendBody(call)
      this.#socket.uncork()
    }
  }

  /** The member said 100 Continue. */
  continue (): void {
    if (!this.waiting) return
    this.waiting = false
    this.#sendBody(this.#call!)
  }

  /** Sends nothing more of the body. */
  stop (): void {
    this.waiting = false
    this.#stream?.stop()
    this.#stream = null
  }

  #sendBody (call: Call): void {
    const { body, length } = call.request
    if (body instanceof Buffer) {
      this.#socket.write(body)
      this.#sent(body.length)
      return
    }
    this.#stream = new BodySender(body as Readable, length, this.#socket, {
      onWrite: bytes => {
        this.begun = true
        call.sent += bytes
      },
      onTurn: () => this.#listener.onProgress(),
      onSent: () => {
        this.#stream = null
        this.owing = false
        this.#listener.onProgress()
      },
      onBroken: error => this.#listener.onBroken(error)
    })
  }

  #sent (bytes: number): void {
    this.#call!.sent += bytes
    this.begun = true
    this.owing = false
  }
}
