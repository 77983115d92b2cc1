/** Writes a line for each request when its answer is finished or its client has left (`CustomLog`). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { performance } from 'node:perf_hooks'
import type { AccessLog } from '@fastify-balancer/conf'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { plainAddress } from '../address.ts'
import { countBody } from './count-body.ts'
import type { Exchange } from './exchange.ts'
import { variableOf } from './fields.ts'
import { compileFormat } from './format.ts'
import type { LogFiles } from './log-files.ts'

export interface AccessLogger {
  /** To be called when the head of a request has arrived, before anything rewrites it. */
  readonly observe: (request: IncomingMessage, response: ServerResponse) => void
  /** To be called when Fastify has made its own of it. */
  readonly remember: (request: FastifyRequest, reply: FastifyReply) => void
}

/** What went over a connection until its last answer ended; the rest belongs to the next one. */
const counted = new WeakMap<Socket, { read: number, written: number }>()

function connectionBytes (socket: Socket): { in: number, out: number } {
  const before = counted.get(socket)
  const { bytesRead: read, bytesWritten: written } = socket
  counted.set(socket, { read, written })
  return { in: read - (before?.read ?? 0), out: written - (before?.written ?? 0) }
}

/** @throws Refusal for a format or a file that does not work */
export function createAccessLogger (logs: readonly AccessLog[], serverName: string, files: LogFiles): AccessLogger {
  const writers = logs.map(log => {
    const format = compileFormat(log)
    const file = files.open(log.path, log.place, 'CustomLog')
    const isWanted = createCondition(log.condition)
    return (exchange: Exchange) => { if (isWanted(exchange)) file.write(format(exchange)) }
  })
  const countsBody = logs.some(({ format }) => /%[<>]?b/i.test(format))
  const countsOut = logs.some(({ format }) => /%[<>]?O/.test(format))
  const handled = new WeakMap<IncomingMessage, NonNullable<Exchange['handled']>>()
  return {
    remember (request, reply) {
      handled.set(request.raw, { request, reply })
    },
    observe (request, response) {
      const { socket } = request
      const target = request.url!
      const startedAt = Date.now()
      const started = performance.now()
      const clientAddress = plainAddress(socket.remoteAddress ?? '-')
      const serverPort = socket.localPort ?? 0
      const isHttp2 = request.httpVersionMajor > 1
      const bodyBytes = countsBody || (isHttp2 && countsOut) ? countBody(request, response) : () => 0
      response.once('close', () => {
        const bytes = isHttp2 ? { in: null, out: bodyBytes() } : connectionBytes(socket)
        const exchange: Exchange = {
          request,
          response,
          target,
          handled: handled.get(request) ?? null,
          serverName,
          clientAddress,
          serverPort,
          startedAt,
          duration: performance.now() - started,
          bytesIn: bytes.in,
          bytesOut: bytes.out,
          bodyBytes: bodyBytes()
        }
        for (const write of writers) write(exchange)
      })
    }
  }
}

/** `env=NAME`, `env=!NAME`. */
function createCondition (condition: AccessLog['condition']): (exchange: Exchange) => boolean {
  if (condition === undefined) return () => true
  const { variable, isSet } = condition
  return ({ handled }) => (handled !== null && variableOf(handled.request, variable) !== null) === isSet
}
