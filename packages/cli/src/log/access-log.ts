/** Makes the line of each request (`CustomLog`). */
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
  readonly remember: (reply: FastifyReply) => void
  /** Whether it is worth while to make answers that count their bodies (`CountedResponse`). */
  readonly countsBody: boolean
  readonly close: () => void
}

type Draft = { -readonly [Name in keyof Exchange]: Exchange[Name] } & { readonly attempts: AttemptRecord[], readonly started: number, readonly end: (draft: Draft, response: ServerResponse) => void }

const kExchange = Symbol('fastify-balancer.exchange')

type Observed = IncomingMessage & { [kExchange]?: Draft }

const noAttempts: AttemptRecord[] = []

/**
 * @param hasManager whether there may be targets with a nonce, which is nobody's business
 * @throws Refusal for a format or a file that does not work
 */
export function createAccessLogger (logs: readonly AccessLog[], serverName: string, files: LogFiles, hasManager: boolean): AccessLogger {
  const writers = logs.map(log => {
    const format = compileFormat(log)
    const file = files.open(log.path, log.place, 'CustomLog')
    const isWanted = createCondition(log)
    return isWanted === null
      ? (exchange: Exchange) => { file.gather(format(exchange)) }
      : (exchange: Exchange) => { if (isWanted(exchange)) file.gather(format(exchange)) }
  })
  const asks = (letters: RegExp): boolean => logs.some(({ format }) => letters.test(format))
  const countsBody = asks(/%[<>!\d,]*b/i)
  const countsOut = asks(/%[<>!\d,]*[OS]/)
  const countsIn = asks(/%[<>!\d,]*[IS]/)
  const measures = asks(/%[<>!\d,]*(?:\{[^}]*\})?[DT]|\{end:/)
  const countsAttempts = asks(/\{BALANCER_ATTEMPTS\}e/)
  const close = countsAttempts ? recordAttempts(addAttempt) : () => {}

  function end (exchange: Draft, response: ServerResponse): void {
    const { request, reply } = exchange
    if (hasManager && exchange.target.includes('nonce=') && reply?.request.routeOptions.config.hidesNonce === true) exchange.target = withoutNonce(exchange.target)
    if (measures) exchange.duration = performance.now() - exchange.started
    exchange.bodyBytes = bodyBytesOf(response)
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
    countsBody,
    close,
    remember (reply) {
      const exchange = (reply.request.raw as Observed)[kExchange]
      if (exchange !== undefined) exchange.reply = reply
    },
    observe (request, response) {
      const client = clientOf(request.socket)
      ;(request as Observed)[kExchange] = {
        request,
        response,
        target: request.url!,
        reply: null,
        serverName,
        client,
        startedAt: Date.now(),
        started: measures ? performance.now() : 0,
        duration: 0,
        keptAlive: client.requests++,
        bytesIn: 0,
        bytesOut: 0,
        bodyBytes: 0,
        attempts: countsAttempts ? [] : noAttempts,
        end
      }
      if (countsBody || (countsOut && request.httpVersionMajor > 1)) countBody(request, response)
    }
  }
}

/** To be called when an answer is finished or its client has left; does nothing if nobody observed its request. */
export function writeAccessLog (response: ServerResponse): void {
  const exchange = (response.req as Observed)[kExchange]
  exchange?.end(exchange, response)
}

function addAttempt ({ raw }: FastifyRequest, attempt: AttemptRecord): void {
  (raw as Observed)[kExchange]?.attempts.push(attempt)
}

/** `env=NAME`, `env=!NAME`, `sample=N`; null: every request gets its line. */
function createCondition ({ condition, sample = 1 }: AccessLog): ((exchange: Exchange) => boolean) | null {
  if (condition === undefined && sample === 1) return null
  let count = 0
  return ({ reply, response }) => {
    if (condition !== undefined) {
      const isSet = reply !== null && variableOf(reply.request, condition.variable) !== null
      if (isSet !== condition.isSet) return false
    }
    return count++ % sample === 0 || response.statusCode >= 500
  }
}
