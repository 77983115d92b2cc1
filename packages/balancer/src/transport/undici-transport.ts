import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { Readable } from 'node:stream'
import { Pool } from 'undici'
import type { Dispatcher } from 'undici'
import type { AnswerHandler, Call, MemberTransport, OutgoingRequest } from './transport.ts'

/** How to reach one member and how many connections to keep to it. Times are milliseconds, 0: no limit. */
export interface PoolOptions {
  readonly scheme: string
  readonly hostname: string
  readonly port: number
  readonly socketPath: string | null
  /** Where to connect instead of hostname and port. */
  readonly connectTo: { readonly host: string, readonly port: number }
  readonly connecttimeout: number
  readonly max: number
  readonly ttl: number
  readonly keepalive: boolean
  readonly disablereuse: boolean
}

// httpd keeps idle connections until the backend closes them. Backends say so with Keep-Alive, which undici heeds.
const idleTimeout = 60_000

/** A member's connections kept by undici. TLS is verified. */
export function createUndiciTransport (options: PoolOptions): MemberTransport {
  const { connectTo } = options
  const connectHost = connectTo.host.includes(':') ? `[${connectTo.host}]` : connectTo.host
  const pool = new Pool(`${options.scheme}://${connectHost}:${connectTo.port}`, {
    connections: options.max === 0 ? null : options.max,
    pipelining: options.disablereuse ? 0 : 1,
    keepAliveTimeout: options.ttl === 0 ? idleTimeout : options.ttl,
    connect: {
      timeout: options.connecttimeout,
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
        headersTimeout: request.timeout,
        bodyTimeout: request.timeout
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

  onRequestStart (controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#over) controller.abort(new Error('aborted'))
  }

  onResponseStart (controller: Dispatcher.DispatchController & { rawHeaders?: unknown }, statusCode: number, _headers: IncomingHttpHeaders, statusMessage?: string): void {
    // Interim answers are not forwarded.
    if (statusCode < 200) return
    this.#body = new AnswerBody(controller)
    this.#handler.onAnswer(statusCode, statusMessage!, readHeaders(controller.rawHeaders as Buffer[]), this.#body)
  }

  onResponseData (controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#handler.onBytes(chunk.length)
    if (!this.#body!.push(chunk)) controller.pause()
  }

  onResponseEnd (): void {
    this.#over = true
    this.#body?.end()
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

/** The body of an answer: reads on when its reader wants more, closes the connection when its reader leaves. */
class AnswerBody extends Readable {
  readonly #controller: Dispatcher.DispatchController
  #ended = false

  constructor (controller: Dispatcher.DispatchController) {
    super()
    this.#controller = controller
  }

  end (): void {
    this.#ended = true
    this.push(null)
  }

  override _read (): void {
    this.#controller.resume()
  }

  override _destroy (error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#ended) this.#controller.abort(error ?? new Error('aborted'))
    done(error)
  }
}

/** Header bytes are latin1 on the wire (RFC 9110 §5.5): read so and written so, none is changed. */
function readHeaders (raw: readonly Buffer[]): IncomingHttpHeaders {
  // No prototype: a backend may name a field `constructor`.
  const headers: Record<string, string | string[]> = Object.create(null)
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toString('latin1').toLowerCase()
    const value = raw[i + 1]!.toString('latin1')
    const before = headers[name]
    if (before === undefined) headers[name] = name === 'set-cookie' ? [value] : value
    else if (typeof before === 'string') headers[name] = [before, value]
    else before.push(value)
  }
  return headers
}
