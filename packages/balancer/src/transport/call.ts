import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { CallQueue } from './call-queue.ts'
import type { Timed } from './deadlines.ts'
import type { Head } from './head.ts'
import type { MemberConnection } from './member-connection.ts'
import type { ReadBlock } from './read-block.ts'

/** A request as it leaves for a member. Its head is sent as it is. */
export interface MemberRequest {
  /** Request line, headers and the empty line. Each character is one byte: one above U+00FF would lose its upper half. */
  readonly head: string
  /** A Readable gives Buffers, is not touched before a connection is there, and is left to its owner afterwards. A Buffer is one write. */
  readonly body: Readable | Buffer | null
  /** The Content-Length in the head; null: the head says chunked, and a Readable goes out so. */
  readonly length: number | null
  /** HEAD: the answer has no body. */
  readonly bodiless: boolean
  /** It may be sent once more when it met a connection that was just closing (RFC 9110 §9.2.2). */
  readonly repeatable: boolean
  /** The head says Expect: 100-continue: the body waits for it. */
  readonly expectContinue: boolean
  /** The head asks for an upgrade: 101 is an answer. */
  readonly upgrade: boolean
}

/** How far the call was: the body not wholly sent, no final head yet, or the answer under way. */
export type Phase = 'sending' | 'waiting' | 'answering'

/**
 * Who sent a request hears what becomes of it. The last word is one of: a `done`, `onUpgrade`, `onRefused`, `onFail`;
 * after `abort` there is none. The body lies between `start` and `end` of `block.bytes`, is the handler's to overwrite,
 * as are the bytes in front of it, and stays until the function returns, or longer with `block.keep()`. So does a head,
 * which cannot be kept.
 */
export interface CallHandler {
  /** The request leaves now; may happen before `request` returns, and again when a `reused` connection was closing. */
  readonly onConnected?: (reused: boolean) => void
  /** A 1xx answer other than 101; at most ten. */
  readonly onInformation?: (head: Head) => void
  /** The final head with what came of the body. */
  readonly onHead: (head: Head, block: ReadBlock, start: number, end: number, done: boolean) => void
  /** More of the body; the range is empty only with `done`. */
  readonly onData: (block: ReadBlock, start: number, end: number, done: boolean) => void
  /**
   * 101, for who sets `upgrade`: the connection is the handler's, as an ordinary paused socket that holds what came behind the head. Listen to its
   * `error`. It counts as busy until it closes.
   */
  readonly onUpgrade?: (head: Head, socket: Socket) => void
  /** The member accepted nothing of the request: it may go elsewhere, whatever its method. FST_BALANCER_* with a cause. */
  readonly onRefused: (error: Error) => void
  /** The member had the request, or part of it, and gave no whole answer. FST_BALANCER_*. */
  readonly onFail: (error: Error, phase: Phase) => void
}

/** A request under way. */
export class Call implements Timed {
  readonly request: MemberRequest
  readonly handler: CallHandler
  readonly #queue: CallQueue
  /** Bytes given to the member's connection: head, body and the framing of chunks, twice when it is repeated. */
  sent = 0
  /** Written by pool and connection, as what follows. */
  connection: MemberConnection | null = null
  over = false
  repeated = false
  deadline: number = Infinity
  slot = 0

  constructor (request: MemberRequest, handler: CallHandler, queue: CallQueue) {
    this.request = request
    this.handler = handler
    this.#queue = queue
  }

  /** Gives the request up and closes its connection; the handler hears nothing more. Does nothing when all is over. */
  abort (): void {
    if (this.over) return
    this.over = true
    if (this.connection === null) this.#queue.leave(this)
    else this.connection.close()
  }

  /** Once the head came: reads nothing more until `resume`, as the client is slower. The member's timeout stands still. */
  pause (): void {
    this.connection?.pause()
  }

  resume (): void {
    this.connection?.resume()
  }

  /** To be called while nothing was sent, or nothing of it accepted. */
  refuse (error: Error): void {
    if (this.over) return
    this.over = true
    this.handler.onRefused(error)
  }

  /** Has waited for as long as `acquire` allows. */
  onDeadline (): void {
    this.#queue.expire(this)
  }
}
