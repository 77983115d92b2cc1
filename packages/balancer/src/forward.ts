import type { IncomingHttpHeaders, Server } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createElection, hash } from '@fastify-balancer/core'
import type { Balancer, Log } from '@fastify-balancer/core'
import type { Affinity } from './affinity.ts'
import { onceDone } from './client-connection.ts'
import type { Context } from './context.ts'
import { distrust, isDistrusted } from './distrust.ts'
import { BadRequestError, BodyConsumedError } from './errors.ts'
import { Exchange } from './exchange.ts'
import type { Upgrading } from './exchange.ts'
import { endsHere } from './last-hop.ts'
import { isVerbose, logTo } from './log.ts'
import type { RequestPath } from './path.ts'
import { findFault } from './request-faults.ts'
import type { RawRequest } from './request-faults.ts'
import { responseHeaders } from './response-headers.ts'
import type { RuleOptions } from './rule-options.ts'
import { createSendAnswer } from './send-answer.ts'
import type { Tunnels } from './upgrade/tunnels.ts'

/**
 * Sends a request to a balancer and its answer to the client.
 * @param target what follows the member's URL: encoded path, then query
 * @param options of the rule that led here
 */
export type Forward = (request: FastifyRequest, reply: FastifyReply, balancer: Balancer, target: string, asked: RequestPath, options: RuleOptions) => void

const kUnderWay = Symbol('fastify-balancer.underWay')

/** On the request itself: tables of requests that come and go keep the garbage collector busy. */
type Traveller = FastifyRequest & { [kUnderWay]?: UnderWay }

interface UnderWay {
  readonly context: Context
  readonly exchange: Exchange
  readonly reply: FastifyReply
  readonly asked: RequestPath
}

/** Makes the function that takes requests of this scope to members and their answers back. */
export async function createForward (scope: FastifyInstance, contextFor: (decoded: string) => Context, affinities: readonly Affinity[], tunnels: Tunnels): Promise<Forward> {
  const send = await createSendAnswer(scope)
  const upgrading: Upgrading = { tunnels, rewriteHeaders: answered }
  const verbose = isVerbose(scope.log)
  const { server } = scope

  return function forward (request, reply, balancer, target, asked) {
    refuseFaults(request, reply, server)
    if (endsHere(request, reply)) return
    const log: Log = logTo(request.log)
    const election = createElection(verbose ? log : null)
    const context = contextFor(asked.decoded)
    const exchange = new Exchange(context, request, reply, balancer, election, target, parsedBody(request), upgrading, log)
    ;(request as Traveller)[kUnderWay] = { context, exchange, reply, asked }
    request.balancer = election
    if (balancer.lbmethod.needsSource === true) election.source = sourceOf(request)
    const affinity = affinities.find(affinity => affinity.find(request, balancer, election, asked))
    if (verbose && affinity !== undefined) tell(request, `${balancer.url}: ${affinity.name} knows where the request belongs`, {})
    // It may have left during the app's hooks.
    if (hasLeft(request, reply)) return
    onceDone(request, reply, () => exchange.close())
    exchange.start((statusCode, headers, body) => send(reply, statusCode, answered(request, headers), body))
  }

  /** The header fields for the client. Tells the affinities whose answer this is. */
  function answered (request: FastifyRequest, headers: IncomingHttpHeaders): IncomingHttpHeaders {
    const { context, exchange: { balancer, election }, reply, asked } = (request as Traveller)[kUnderWay]!
    const rewritten = responseHeaders(headers, request, asked.decoded, context.answerRules)
    if (verbose) tell(request, `${balancer.url}: worker ${election.member!.url} answered, elected by ${election.reason!}`, { reason: election.reason })
    for (const affinity of affinities) affinity.answered?.(request, reply, balancer, election, rewritten)
    return rewritten
  }
}

/** @throws FST_BALANCER_BAD_REQUEST, FST_BALANCER_TOO_MANY_FIELDS, FST_BALANCER_UNKNOWN_CODING */
function refuseFaults ({ raw }: FastifyRequest, reply: FastifyReply, { maxHeadersCount }: Server): void {
  const fault = isDistrusted(raw) ? new BadRequestError('it follows one that is not') : findFault(raw, maxHeadersCount)
  if (fault === null) return
  if ((raw as RawRequest).stream === undefined) {
    distrust(raw)
    reply.header('connection', 'close')
  }
  throw fault
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

/** Whether the client's connection is gone: the reply knows it under HTTP/1, the request under HTTP/2. */
function hasLeft (request: FastifyRequest, reply: FastifyReply): boolean {
  return reply.raw.destroyed || request.raw.aborted
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
