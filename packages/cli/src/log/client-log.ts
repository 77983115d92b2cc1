/** A request's logger: says which client it speaks of, as httpd's `[client …]`. */
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { formatAddress, plainAddress } from '../address.ts'

const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Becomes a logger of its own when it speaks for the first time, which nearly no request's does: making one is dear. */
class ClientLog {
  readonly #log: FastifyBaseLogger
  readonly #options: object
  readonly #socket: Socket
  #speaking: FastifyBaseLogger | null = null

  constructor (log: FastifyBaseLogger, options: object, socket: Socket) {
    this.#log = log
    this.#options = options
    this.#socket = socket
  }

  get level (): string {
    return this.#log.level
  }

  child (...args: Parameters<FastifyBaseLogger['child']>): FastifyBaseLogger {
    return this.speaking.child(...args)
  }

  get speaking (): FastifyBaseLogger {
    if (this.#speaking === null) {
      const { remoteAddress, remotePort } = this.#socket
      this.#speaking = this.#log.child({ client: formatAddress({ host: plainAddress(remoteAddress!), port: remotePort! }) }, this.#options)
    }
    return this.#speaking
  }
}

for (const level of levels) {
  Object.defineProperty(ClientLog.prototype, level, {
    value (this: ClientLog, ...args: [string]) { this.speaking[level](...args) }
  })
}

/** As Fastify's `childLoggerFactory`. Node remembers the address that was asked for once, also when the client has left. */
export function createClientLog (log: FastifyBaseLogger, _bindings: unknown, options: object, { socket }: IncomingMessage): FastifyBaseLogger {
  return socket.remoteAddress === undefined ? log : new ClientLog(log, options, socket) as unknown as FastifyBaseLogger
}
