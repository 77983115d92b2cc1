import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import replyFrom from '@fastify/reply-from'
import type { FastifyReplyFromOptions } from '@fastify/reply-from'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Sends a member's answer to the client, through Fastify's hooks.
 * @param headers as the client gets them
 * @param body whole, or a stream
 */
export type SendAnswer = (reply: FastifyReply, statusCode: number, headers: IncomingHttpHeaders, body: Readable | Buffer) => void

type From = FastifyReply['from']

/** What reply-from makes of the member's answer in the end. */
interface Answer {
  readonly statusCode: number
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
}

const kAnswer = Symbol('fastify-balancer.answer')

/** On the request itself: tables of requests that come and go keep the garbage collector busy. */
type Answered = FastifyRequest & { [kAnswer]?: Answer }

type Carrier = Record<typeof kAnswer, Answer>

/**
 * What is whole Fastify sends as it is. What streams goes through reply-from: its HTTP client is a stand-in that has the
 * answer already, as the exchange has elected, sent and failed over before. The answer travels there as the only request
 * header, a symbol. reply-from's own retries stay off.
 */
export async function createSendAnswer (scope: FastifyInstance): Promise<SendAnswer> {
  const from = await takeFrom(scope)
  const options: Parameters<From>[1] = {
    rewriteRequestHeaders: request => ({ [kAnswer]: (request as Answered)[kAnswer]! }) as never,
    retryDelay: () => null,
    body: null
  }
  return function sendAnswer (reply, statusCode, headers, body) {
    if (Buffer.isBuffer(body)) {
      sendWhole(reply, statusCode, headers, body)
    } else {
      (reply.request as Answered)[kAnswer] = { statusCode, headers, body }
      from.call(reply, '/', options)
    }
  }
}

function sendWhole (reply: FastifyReply, statusCode: number, headers: IncomingHttpHeaders, body: Buffer): void {
  const { raw } = reply.request
  reply.code(statusCode).headers(headers)
  // What is left of the request's body would be taken for the next request.
  if (!raw.complete && raw.httpVersionMajor === 1) reply.header('connection', 'close')
  // A length that comes without a body, as to HEAD or with 304, stays as it is only where there is no payload at all; from a
  // 204, which may have none, Fastify takes it only where there is one.
  if (body.length === 0 && statusCode !== 204) reply.send()
  else reply.send(body)
}

/** reply-from's `from` as a function, so that an app may have a `reply.from` of its own. */
async function takeFrom (scope: FastifyInstance): Promise<From> {
  let from: From | undefined
  const { decorateReply } = scope
  scope.decorateReply = ((_name: string, value: From) => { from = value }) as never
  await scope.register(replyFrom, {
    base: 'http://balancer',
    undici: { request: tellAnswer } as unknown as NonNullable<FastifyReplyFromOptions['undici']>,
    disableRequestLogging: true
  })
  scope.decorateReply = decorateReply
  return from!
}

function tellAnswer ({ headers }: { headers: Carrier }, done: (error: null, answer: Answer) => void): void {
  done(null, headers[kAnswer])
}
