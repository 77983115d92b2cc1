/** Writes a line for each request when its answer is finished or its client has left (`CustomLog`). */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { performance } from 'node:perf_hooks'
import type { AccessLog } from '@fastify-balancer/conf'
import { withoutNonce } from '@fastify-balancer/manager'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { recordAttempts } from './attempts.ts'
import { clientOf, takeRead, takeWritten } from './client.ts'
import { bodyBytesOf, countBody } from './count-body.ts'
import type { AttemptRecord, Exchange } from './exchange.ts'
import { variableOf } from './fields.ts'
import { compileFormat } from './format.ts'
import type { LogFiles } from './log-files.ts'

export interface AccessLogger {
  /** To be called when the head of a request has arrived, before anything rewrites it. */
  readonly observe: (request: IncomingMessage, response: ServerResponse) => void
  /** To be called when Fastify has made its own of it. */
  readonly remember: (request: FastifyRequest, reply: FastifyReply) => void
  readonly close: () => void
}

type Draft = { -readonly [Name in keyof Exchange]: Exchange[Name] } & { readonly attempts: AttemptRecord[], readonly started: number }

const kExchange = Symbol('fastify-balancer.exchange')

type Observed = IncomingMessage & { [kExchange]?: Draft }

const noAttempts: AttemptRecord[] = []

/** @throws Refusal for a format or a file that does not work */
export function createAccessLogger (logs: readonly AccessLog[], serverName: string, files: LogFiles): AccessLogger {
  const writers = logs.map(log => {
    const format = compileFormat(log)
    const file = files.open(log.path, log.place, 'CustomLog')
    const isWanted = createCondition(log)
    return (exchange: Exchange) => { if (isWanted(exchange)) file.gather(format(exchange)) }
  })
  const asks = (letters: RegExp): boolean => logs.some(({ format }) => letters.test(format))
  const countsBody = asks(/%[<>!\d,]*b/i)
  const countsOut = asks(/%[<>!\d,]*[OS]/)
  const countsIn = asks(/%[<>!\d,]*[IS]/)
  const measures = asks(/%[<>!\d,]*(?:\{[^}]*\})?[DT]|\{end:/)
  const countsAttempts = asks(/\{BALANCER_ATTEMPTS\}e/)
  const close = countsAttempts ? recordAttempts(addAttempt) : () => {}

  /** Hears of the end of an answer. */
  function onClose (this: ServerResponse): void {
    const exchange = (this.req as Observed)[kExchange]!
    const { request, handled } = exchange
    if (exchange.target.includes('nonce=') && handled?.request.routeOptions.config.hidesNonce === true) exchange.target = withoutNonce(exchange.target)
    if (measures) exchange.duration = performance.now() - exchange.started
    exchange.bodyBytes = bodyBytesOf(this)
    if (request.httpVersionMajor > 1) {
      exchange.bytesIn = null
      exchange.bytesOut = exchange.bodyBytes
    } else {
      const { socket } = request
      if (countsIn) exchange.bytesIn = takeRead(clientOf(socket), socket)
      if (countsOut) exchange.bytesOut = takeWritten(clientOf(socket), socket)
    }
    for (const write of writers) write(exchange)
  }

  return {
    close,
    remember (request, reply) {
      const exchange = (request.raw as Observed)[kExchange]
      if (exchange !== undefined) exchange.handled = { request, reply }
    },
    observe (request, response) {
      const client = clientOf(request.socket)
      ;(request as Observed)[kExchange] = {
        request,
        response,
        target: request.url!,
        handled: null,
        serverName,
        clientAddress: client.address,
        clientPort: client.port,
        localAddress: client.localAddress,
        serverPort: client.localPort,
        startedAt: Date.now(),
        started: measures ? performance.now() : 0,
        duration: 0,
        keptAlive: client.requests++,
        bytesIn: 0,
        bytesOut: 0,
        bodyBytes: 0,
        attempts: countsAttempts ? [] : noAttempts
      }
      if (countsBody || (countsOut && request.httpVersionMajor > 1)) countBody(request, response)
      response.on('close', onClose)
    }
  }
}

function addAttempt ({ raw }: FastifyRequest, attempt: AttemptRecord): void {
  (raw as Observed)[kExchange]?.attempts.push(attempt)
}

/** `env=NAME`, `env=!NAME`, `sample=N`. */
function createCondition ({ condition, sample = 1 }: AccessLog): (exchange: Exchange) => boolean {
  let count = 0
  return ({ handled, response }) => {
    if (condition !== undefined) {
      const isSet = handled !== null && variableOf(handled.request, condition.variable) !== null
      if (isSet !== condition.isSet) return false
    }
    return count++ % sample === 0 || response.statusCode >= 500
  }
}
