/** A backend that records the bytes of each request as they came, answers as it is told, goes away, comes back. */
import { EventEmitter, once } from 'node:events'
import net from 'node:net'
import type { Test } from 'tap'
import { cutMessage } from './message.ts'
import type { HeaderLine, Message } from './message.ts'
import { freePort } from './ports.ts'

export interface BackendAnswer {
  readonly status?: number
  readonly headers?: readonly HeaderLine[]
  readonly body?: string
  /** The Content-Length that is said, if not the body's; the connection ends after the body. */
  readonly length?: number
}

/** What a backend answers, null: it closes the connection instead. A promise that stays open is a backend that thinks. */
export type Answering = (request: Message) => BackendAnswer | null | Promise<BackendAnswer | null>

export interface BackendEvents {
  /** A request has arrived whole. */
  request: [request: Message]
  /** The connection of a request was closed from the other side before its answer. */
  abort: [request: Message]
}

export class Backend {
  readonly name: string
  readonly port: number
  readonly events: EventEmitter<BackendEvents> = new EventEmitter()
  /** All requests since the beginning or the last `forget`. */
  requests: Message[] = []
  /** To be replaced by tests; every answer also carries `X-Backend: NAME`. */
  answer: Answering = () => ({})
  readonly #sockets = new Set<net.Socket>()
  #server: net.Server | null = null

  constructor (name: string, port: number) {
    this.name = name
    this.port = port
  }

  /** Accepts connections, from the start or again. */
  async start (): Promise<void> {
    this.#server = net.createServer(socket => { this.#serve(socket) }).listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  /** Cuts all connections; from now on they are refused. */
  async stop (): Promise<void> {
    if (this.#server === null) return
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server = null
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #serve (socket: net.Socket): void {
    let received = Buffer.alloc(0)
    let current: Message | null = null
    const next = async (): Promise<void> => {
      const cut = current === null ? cutMessage(received) : null
      if (cut === null) return
      received = Buffer.from(cut.rest)
      current = cut.value
      this.requests.push(current)
      this.events.emit('request', current)
      const answer = await this.answer(current)
      const request = current
      current = null
      if (answer === null) {
        socket.destroy()
        return
      }
      socket.write(this.#bytesOf(answer, request))
      if (answer.length !== undefined) {
        socket.end()
        return
      }
      return next()
    }
    this.#sockets.add(socket)
    socket.on('data', chunk => {
      received = Buffer.concat([received, chunk])
      next()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#sockets.delete(socket)
      if (current !== null) this.events.emit('abort', current)
    })
  }

  #bytesOf ({ status = 200, headers = [], body = `${this.name}\n`, length = Buffer.byteLength(body) }: BackendAnswer, request: Message): string {
    const lines = [...headers, ['X-Backend', this.name], ['Content-Length', length]] as const
    const head = [`HTTP/1.1 ${status} Answer`, ...lines.map(([name, value]) => `${name}: ${value}`)].join('\r\n')
    return `${head}\r\n\r\n${request.startLine.startsWith('HEAD ') ? '' : body}`
  }
}

/** Starts a backend on a port of its own; it ends with the test. */
export async function startBackend (t: Test, name: string): Promise<Backend> {
  const backend = new Backend(name, await freePort())
  t.teardown(() => backend.stop())
  await backend.start()
  return backend
}
