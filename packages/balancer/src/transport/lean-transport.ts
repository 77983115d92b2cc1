import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import { AnswerBody } from './answer-body.ts'
import { readHeaders } from './answer-headers.ts'
import type { Call as PoolCall, CallHandler, MemberRequest } from './call.ts'
import type { Deadlines } from './deadlines.ts'
import { ConnectError } from './errors.ts'
import { maxHead, reasonOf } from './head.ts'
import type { Head } from './head.ts'
import { MemberPool } from './member-pool.ts'
import type { MemberPoolOptions } from './member-pool.ts'
import type { ReadBlock } from './read-block.ts'
import type { AnswerHandler, Call, MemberTransport, OutgoingRequest, TransportOptions } from './transport.ts'

/** A member's connections kept by our own client, over TCP and Unix sockets, with or without TLS. */
export function createLeanTransport (options: TransportOptions, deadlines: Deadlines): MemberTransport {
  const pool = new MemberPool(poolOptions(options), deadlines)
  const connection = options.disablereuse ? 'close' : 'Keep-Alive'
  return {
    counts: pool,
    send (request, handler) {
      const call = new LeanCall(handler)
      const ready = readyToSend(request, connection, options.ping)
      handler.onHead(ready.head.length)
      call.start(pool, ready)
      return call
    },
    retire: () => pool.retire(),
    close: () => pool.destroy()
  }
}

/** What a pool needs to know of a member. */
export function poolOptions (options: TransportOptions): MemberPoolOptions {
  return {
    ...options,
    name: options.url,
    address: options.socketPath === null ? options.connectTo : { path: options.socketPath },
    addressttl: options.addressttl === -1 ? Infinity : options.addressttl,
    headLimit: maxHead,
    lineLimit: options.responsefieldsize
  }
}

/** The order of mod_proxy_http: framing behind the client's fields, Connection last. */
function readyToSend (request: OutgoingRequest, connection: string, ping: number): MemberRequest {
  const { method, path, headers, body, bodyLength, repeatable, upgrade } = request
  const expectContinue = body !== null && (request.expectContinue || ping > 0)
  let head = `${method} ${path} HTTP/1.1\r\n`
  for (let i = 0; i < headers.length; i += 2) head += `${headers[i]}: ${headers[i + 1]}\r\n`
  if (expectContinue) head += 'Expect: 100-continue\r\n'
  if (bodyLength !== null) head += `Content-Length: ${bodyLength}\r\n`
  else if (body !== null) head += 'Transfer-Encoding: chunked\r\n'
  head += upgrade === null ? `Connection: ${connection}\r\n\r\n` : `Upgrade: ${upgrade}\r\nConnection: Upgrade\r\n\r\n`
  return { head, body, length: bodyLength, bodiless: method === 'HEAD', repeatable, expectContinue, upgrade: upgrade !== null }
}

/** Whether an answer says all that it should of a body that goes on as a Buffer: Fastify guesses type and length where they are missing. */
function isWhole (status: number, { 'content-length': length, 'content-type': type }: IncomingHttpHeaders, bodyLength: number): boolean {
  if (bodyLength > 0) return length !== undefined && type !== undefined
  return length !== undefined || status === 204 || status === 304
}

class LeanCall implements Call, CallHandler {
  readonly #handler: AnswerHandler
  #call: PoolCall | null = null
  #body: AnswerBody | null = null

  constructor (handler: AnswerHandler) {
    this.#handler = handler
  }

  start (pool: MemberPool, request: MemberRequest): void {
    this.#call = pool.request(request, this)
  }

  abort (): void {
    this.#call!.abort()
    this.#body?.destroy()
  }

  onInformation (head: Head): void {
    this.#handler.onInformation(head.status, readHeaders(head))
  }

  onUpgrade (head: Head, socket: Socket): void {
    this.#handler.onUpgrade(reasonOf(head), readHeaders(head), socket)
  }

  onHead (head: Head, block: ReadBlock, start: number, end: number, done: boolean): void {
    const headers = readHeaders(head)
    this.#handler.onBytes(end - start)
    if (done && isWhole(head.status, headers, end - start)) {
      this.#handler.onAnswer(head.status, reasonOf(head), headers, block.take(start, end))
      return
    }
    this.#body = new AnswerBody(this.#call!)
    this.#handler.onAnswer(head.status, reasonOf(head), headers, this.#body)
    this.#body.feed(block, start, end, done)
  }

  onData (block: ReadBlock, start: number, end: number, done: boolean): void {
    this.#handler.onBytes(end - start)
    this.#body!.feed(block, start, end, done)
  }

  onRefused (error: Error): void {
    // The system's error says more than that there was one.
    this.#handler.onRefused(error instanceof ConnectError ? error.cause as Error : error)
  }

  onFail (error: Error): void {
    this.#handler.onFail(error)
    this.#body?.destroy(error)
  }
}
