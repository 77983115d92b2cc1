import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import replyFrom from '@fastify/reply-from'
import type { FastifyReplyFromOptions } from '@fastify/reply-from'
import { createElection, hash } from '@fastify-balancer/core'
import type { Balancer, Log } from '@fastify-balancer/core'
import type { Affinity } from './affinity.ts'
import { BodyConsumedError, MaxForwardsError } from './errors.ts'
import { Exchange } from './exchange.ts'
import type { ExchangeContext, OnAnswer } from './exchange.ts'
import { isVerbose, logTo } from './log.ts'
import type { RequestPath } from './path.ts'
import { responseHeaders } from './response-headers.ts'
import type { Reverse } from './reverse.ts'
import type { RuleOptions } from './rule-options.ts'

/**
 * Sends a request to a balancer and its answer to the client.
 * @param target what follows the member's URL: encoded path, then query
 * @param options of the rule that led here
 */
export type Forward = (request: FastifyRequest, reply: FastifyReply, balancer: Balancer, target: string, asked: RequestPath, options: RuleOptions) => void

type From = FastifyReply['from']

const kExchange = Symbol('fastify-balancer.exchange')

type Carrier = Record<typeof kExchange, Exchange>

interface UnderWay {
  readonly exchange: Exchange
  readonly reply: FastifyReply
  readonly asked: RequestPath
}

/**
 * Puts reply-from between exchange and client. The exchange travels through reply-from as the only request header, a
 * symbol, to where reply-from asks its HTTP client for an answer; there the exchange elects and sends. reply-from's own
 * retries stay off: it would send a GET that is answered 503 to the same member ten times more.
 */
export async function createForward (scope: FastifyInstance, context: ExchangeContext, reverse: Reverse, affinities: readonly Affinity[]): Promise<Forward> {
  const from = await takeFrom(scope)
  const underWay = new WeakMap<FastifyRequest, UnderWay>()
  const options: Parameters<From>[1] = {
    rewriteRequestHeaders: request => ({ [kExchange]: underWay.get(request as FastifyRequest)!.exchange }) as never,
    rewriteHeaders: (headers, request) => answered(request as FastifyRequest, headers),
    retryDelay: () => null,
    // The exchange has the body.
    body: null
  }
  const verbose = isVerbose(scope.log)

  return function forward (request, reply, balancer, target, asked) {
    if (!mayGoFurther(request)) throw new MaxForwardsError()
    const log: Log = logTo(request.log)
    const election = createElection(verbose ? log : null)
    const exchange = new Exchange(context, request, reply, balancer, election, target, parsedBody(request), log)
    underWay.set(request, { exchange, reply, asked })
    request.balancer = election
    if (balancer.lbmethod.needsSource === true) election.source = sourceOf(request)
    const affinity = affinities.find(affinity => affinity.find(request, balancer, election, asked))
    if (verbose && affinity !== undefined) tell(request, `${balancer.url}: ${affinity.name} knows where the request belongs`, {})
    // Not the reply-from callbacks: they stay silent when the client leaves. It may have left during the app's hooks.
    if (hasLeft(request, reply)) exchange.close()
    else reply.raw.once('close', () => exchange.close())
    from.call(reply, '/', options)
  }

  /** Makes of a member's headers the client's, and tells the affinities whose answer this is. */
  function answered (request: FastifyRequest, given: IncomingHttpHeaders): IncomingHttpHeaders {
    const { exchange: { balancer, election }, reply, asked } = underWay.get(request)!
    const headers = responseHeaders(given, request, reverse, asked.decoded)
    if (verbose) tell(request, `${balancer.url}: worker ${election.member!.url} answered, elected by ${election.reason!}`, { reason: election.reason })
    for (const affinity of affinities) affinity.answered?.(request, reply, balancer, election, headers)
    return headers
  }
}

/** Tells what httpd has no message for. */
function tell ({ log }: FastifyRequest, text: string, facts: object): void {
  log.debug({ module: 'proxy_balancer', httpdLevel: 'debug', ...facts }, text)
}

/** The client's address as a number. A connection that is gone, or one over a Unix socket, has none. */
function sourceOf (request: FastifyRequest): number {
  const ip: string | undefined = request.ip
  // Whether IPv4 comes over a socket for both or one for itself is no difference between clients.
  return hash((ip ?? '').replace(/^::ffff:/, ''))
}

/** reply-from's `from` as a function, so that an app may have a `reply.from` of its own. */
async function takeFrom (scope: FastifyInstance): Promise<From> {
  let from: From | undefined
  const { decorateReply } = scope
  scope.decorateReply = ((_name: string, value: From) => { from = value }) as never
  await scope.register(replyFrom, {
    base: 'http://balancer',
    undici: { request: startExchange } as unknown as NonNullable<FastifyReplyFromOptions['undici']>,
    disableRequestLogging: true
  })
  scope.decorateReply = decorateReply
  return from!
}

function startExchange ({ headers }: { headers: Carrier }, onAnswer: OnAnswer): void {
  headers[kExchange].start(onAnswer)
}

/** Whether the client's connection is gone: the reply knows it under HTTP/1, the request under HTTP/2. */
function hasLeft (request: FastifyRequest, reply: FastifyReply): boolean {
  return reply.raw.destroyed || request.raw.aborted
}

/** Whether Max-Forwards, if there is one, allows another hop. */
function mayGoFurther ({ headers }: FastifyRequest): boolean {
  const maxForwards = headers['max-forwards']
  return maxForwards === undefined || (/^\d+$/.test(String(maxForwards)) && Number(maxForwards) > 0)
}

/** The body that a parser of the app has read, as bytes; undefined: nobody has. */
function parsedBody ({ body, headers }: FastifyRequest): Buffer | undefined {
  if (body === undefined || body === null) return undefined
  if (Buffer.isBuffer(body)) return body
  if (typeof body === 'string') return Buffer.from(body)
  const type = headers['content-type'] ?? ''
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type)) throw new BodyConsumedError(type)
  return Buffer.from(JSON.stringify(body))
}
