import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { Pool } from 'undici'
import type { Dispatcher } from 'undici'
import { AnswerBody } from './answer-body.ts'
import { readHeaders } from './answer-headers.ts'
import type { AnswerHandler, Call, MemberTransport, OutgoingRequest, TransportOptions } from './transport.ts'

// httpd keeps idle connections until the backend closes them. Backends say so with Keep-Alive, which undici heeds.
const idleTimeout = 60_000

const nothing = Buffer.alloc(0)

/** A member's connections kept by undici, for TLS. Certificates are verified; `acquire` and `ping` are not known to it. */
export function createUndiciTransport (options: TransportOptions): MemberTransport {
  const { connectTo } = options
  const connectHost = connectTo.host.includes(':') ? `[${connectTo.host}]` : connectTo.host
  const pool = new Pool(`${options.scheme}://${connectHost}:${connectTo.port}`, {
    connections: options.max === 0 ? null : options.max,
    pipelining: options.disablereuse ? 0 : 1,
    keepAliveTimeout: options.ttl === 0 ? idleTimeout : options.ttl,
    connect: {
      timeout: options.connectiontimeout,
      keepAlive: options.keepalive,
      // The certificate is the member's, wherever the connection goes.
      ...(isIP(options.hostname) === 0 ? { servername: options.hostname } : {}),
      ...(options.socketPath === null ? {} : { socketPath: options.socketPath })
    }
  })
  return {
    send (request, handler) {
      const call = new UndiciCall(handler)
      pool.dispatch({
        method: request.method as Dispatcher.HttpMethod,
        path: request.path,
        headers: withFraming(request),
        body: request.body,
        headersTimeout: options.timeout,
        bodyTimeout: options.timeout
      }, call)
      return call
    },
    close: () => pool.destroy()
  }
}

function withFraming ({ headers, bodyLength }: OutgoingRequest): string[] {
  if (bodyLength !== null) headers.push('Content-Length', String(bodyLength))
  return headers
}

class UndiciCall implements Call, Dispatcher.DispatchHandler {
  readonly #handler: AnswerHandler
  #controller: Dispatcher.DispatchController | null = null
  #body: AnswerBody | null = null
  #over = false

  constructor (handler: AnswerHandler) {
    this.#handler = handler
  }

  abort (): void {
    if (this.#over) return
    this.#over = true
    this.#controller?.abort(new Error('aborted'))
    this.#body?.destroy()
  }

  pause (): void {
    this.#controller!.pause()
  }

  resume (): void {
    this.#controller!.resume()
  }

  onRequestStart (controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#over) controller.abort(new Error('aborted'))
  }

  onResponseStart (controller: Dispatcher.DispatchController & { rawHeaders?: unknown }, statusCode: number, _headers: IncomingHttpHeaders, statusMessage?: string): void {
    // Interim answers are not forwarded.
    if (statusCode < 200) return
    this.#body = new AnswerBody(this)
    const raw = (controller.rawHeaders as Buffer[]).map(bytes => bytes.toString('latin1'))
    this.#handler.onAnswer(statusCode, statusMessage!, readHeaders(raw), this.#body)
  }

  onResponseData (_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onBytes(chunk.length)
    this.#body!.feed(chunk, false)
  }

  onResponseEnd (): void {
    this.#over = true
    this.#body?.feed(nothing, true)
  }

  onResponseError (_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#over) return
    this.#over = true
    if (this.#controller === null) {
      this.#handler.onRefused(error)
    } else {
      this.#handler.onFail(error)
      this.#body?.destroy(error)
    }
  }
}
