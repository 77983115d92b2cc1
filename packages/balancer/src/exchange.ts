import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { begin, earnRetry, elect, endProbe, fail, finish, isFailure, isProbe, reached, read, retried, transferred, triedAgainAt } from '@fastify-balancer/core'
import type { Balancer, BalancerMember, Election, Log } from '@fastify-balancer/core'
import { hasBody, RequestBody } from './body.ts'
import { overrideError } from './error-override.ts'
import { BadGatewayError, GatewayTimeoutError, UnreachableError } from './errors.ts'
import { isBusy, isTimeout, reasonOf } from './failure.ts'
import { sendInterim } from './interim.ts'
import type { MemberTransports } from './member-transports.ts'
import { AH00957, AH00959, AH01102, AH01110, AH01143, AH01170, AH01171, AH01172, AH01174, AH02460 } from './messages.ts'
import { offeredUpgrade, outgoingRequest } from './outgoing-request.ts'
import type { RequestHeaders } from './request-headers.ts'
import { mayRepeat, Retries } from './retries.ts'
import type { Sequel } from './retries.ts'
import { sendFailure } from './send-failure.ts'
import type { Failure } from './send-failure.ts'
import { Tally } from './tally.ts'
import type { AnswerHandler, Call } from './transport/transport.ts'
import { beginTunnel } from './upgrade/begin-tunnel.ts'
import { clientConnection } from './upgrade/client-connection.ts'
import { isOffered } from './upgrade/protocols.ts'
import type { Tunnels } from './upgrade/tunnels.ts'
import { Wait } from './wait.ts'

/** What all exchanges of a plugin instance share. */
export interface ExchangeContext {
  readonly requestHeaders: RequestHeaders
  /** The statuses of members for which the app's own page stands in; null: none. */
  readonly errorOverride: ReadonlySet<number> | null
  readonly transports: MemberTransports
  /** Most bytes of a body that are kept for a repeat. */
  readonly proxyRetryBodySize: number
  /** The client is told which member failed, and how. */
  readonly proxyErrorReason: boolean
}

/** What an exchange becomes whose member changes the protocol. */
export interface Upgrading {
  readonly tunnels: Tunnels
  /** Makes of a member's headers those that the client gets. */
  readonly rewriteHeaders: (request: FastifyRequest, headers: IncomingHttpHeaders) => IncomingHttpHeaders
}

/** Hears the answer of the member that gave one; its body is whole, or a stream. */
export type OnAnswer = (statusCode: number, headers: IncomingHttpHeaders, body: Readable | Buffer) => void

/**
 * One request on its way to a member: elects, sends, and goes on to the next member while nothing was accepted, until
 * there is an answer or nobody is left. Frees its member when the client's connection is done with the reply, once.
 */
export class Exchange implements AnswerHandler {
  readonly balancer: Balancer
  readonly election: Election
  readonly #context: ExchangeContext
  readonly #upgrading: Upgrading
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #log: Log
  /** What follows the member's URL: encoded path, then query. */
  readonly #target: string
  readonly #body: RequestBody | Buffer | null
  #onAnswer: OnAnswer | null = null
  /** The member that is busy with this request. */
  #member: BalancerMember | null = null
  #call: Call | null = null
  /** null: no attempt has failed. */
  #retries: Retries | null = null
  /** The last attempt's. */
  #failure: Failure | null = null
  /** null: there was a member at once. */
  #wait: Wait | null = null
  readonly #tally: Tally
  #answered = false

  /**
   * @param target what follows the member's URL: encoded path, then query
   * @param body a body that the app has read already; undefined: as it comes from the client
   */
  constructor (context: ExchangeContext, request: FastifyRequest, reply: FastifyReply, balancer: Balancer, election: Election, target: string, body: Buffer | undefined, upgrading: Upgrading, log: Log) {
    this.#context = context
    this.#upgrading = upgrading
    this.#request = request
    this.#reply = reply
    this.balancer = balancer
    this.election = election
    this.#target = target
    this.#body = body ?? (hasBody(request.raw) ? new RequestBody(request.raw, context.proxyRetryBodySize) : null)
    this.#log = log
    this.#tally = new Tally(request, election)
  }

  start (onAnswer: OnAnswer): void {
    this.#onAnswer = onAnswer
    const now = Date.now()
    earnRetry(this.balancer, now)
    if (this.balancer.ejectfails > 0) this.election.repeatable = mayRepeat(this.balancer, this.#request.raw, this.#body)
    this.#attempt(now)
  }

  /** The client has its reply, or has left. */
  close (): void {
    this.#wait?.end()
    this.#call?.abort()
    this.#tally.close()
    this.#free()
  }

  onHead (bytes: number): void {
    transferred(this.#member!, bytes)
  }

  onInformation (statusCode: number, headers: IncomingHttpHeaders): void {
    // 100 is the answer to whom expects it, and said where the body is read.
    if (statusCode !== 100) sendInterim(this.#reply.raw, statusCode, headers)
  }

  onUpgrade (statusMessage: string, theirs: IncomingHttpHeaders, socket: Socket): void {
    const member = this.#member!
    if (!isOffered(offeredUpgrade(this.#request.raw, member)!, theirs.upgrade)) {
      socket.destroy()
      const cause = new Error(`changes to ${String(theirs.upgrade)}, which nobody asked for`)
      const now = Date.now()
      this.#log(AH01102, member.url, cause.message)
      if (this.#tally.failed(member, cause, now)) this.#logError(member, now)
      this.#goOn('end', now, { member, Kind: BadGatewayError, cause })
      return
    }
    this.#reached(member, 101, statusMessage)
    const { rewriteHeaders, tunnels } = this.#upgrading
    beginTunnel(tunnels, this.#reply, this.election, clientConnection(this.#request.raw)!, {
      statusMessage, theirs, headers: rewriteHeaders(this.#request, theirs), socket, timeout: this.#context.transports.timeoutOf(member)
    })
  }

  onAnswer (statusCode: number, statusMessage: string, headers: IncomingHttpHeaders, body: Readable | Buffer): void {
    const member = this.#member!
    if (statusCode > 599) {
      this.#call!.abort()
      this.onFail(new Error(`status ${statusCode} is none (RFC 9110 §15)`))
      return
    }
    if (isProbe(this.election) && isFailure(this.balancer, statusCode) && this.#leave(member, statusCode)) return
    this.#reached(member, statusCode, statusMessage)
    if (this.balancer.failonstatus.includes(statusCode) && fail(member, Date.now(), `status ${statusCode}`)) {
      this.#log(AH01174, member.url, statusCode)
    }
    // HTTP/2 has no reason phrase, and Node warns who sets one.
    if (this.#request.raw.httpVersionMajor === 1) this.#reply.raw.statusMessage = statusMessage
    if (this.#context.errorOverride?.has(statusCode) === true) overrideError(this.#reply, statusCode, headers, body)
    else this.#onAnswer!(statusCode, headers, body)
  }

  onBytes (count: number): void {
    read(this.election.member!, count)
  }

  onRefused (error: Error): void {
    const member = this.#member!
    const now = Date.now()
    const reason = reasonOf(error)
    this.#log(AH00957, member.url, reason)
    const failed = !isBusy(error) && fail(member, now, reason)
    const ejected = this.#tally.failed(member, error, now)
    if (failed || ejected) this.#logError(member, now)
    this.#goOn(this.#failed.afterRefusal(now), now, { member, Kind: UnreachableError, cause: error })
  }

  onFail (error: Error): void {
    const member = this.#member!
    const now = Date.now()
    const reason = reasonOf(error)
    if (this.#answered) {
      this.#log(AH01110, member.url, reason)
      return
    }
    this.#log(AH01102, member.url, reason)
    if (this.#tally.failed(member, error, now)) this.#logError(member, now)
    const late = isTimeout(error)
    if (late && this.balancer.failontimeout && fail(member, now, reason)) this.#log(AH02460, member.url)
    this.#goOn(this.#failed.afterFailure(error, now), now, { member, Kind: late ? GatewayTimeoutError : BadGatewayError, cause: error })
  }

  #reached (member: BalancerMember, statusCode: number, statusMessage: string): void {
    const now = Date.now()
    this.#answered = true
    if (this.#tally.answered(member, statusCode, now)) this.#logError(member, now)
    reached(member)
    read(member, 'HTTP/1.1 200 '.length + statusMessage.length)
  }

  #logError (member: BalancerMember, now: number): void {
    this.#log(AH00959, member.url, (triedAgainAt(member) - now) / 1000)
  }

  /**
   * The member fails the request that tests it. That is nothing for the client, if the request can go elsewhere.
   * @returns whether it does
   */
  #leave (member: BalancerMember, statusCode: number): boolean {
    const now = Date.now()
    const sequel = this.#failed.afterTest(now)
    if (sequel === 'end') return false
    this.#call!.abort()
    if (this.#tally.answered(member, statusCode, now)) this.#logError(member, now)
    this.#goOn(sequel, now, { member, Kind: BadGatewayError, cause: new Error(`status ${statusCode}`) })
    return true
  }

  get #failed (): Retries {
    this.#retries ??= new Retries(this.balancer, this.#request.raw, this.#body)
    return this.#retries
  }

  #attempt (now: number): void {
    const member = elect(this.balancer, this.election, now)
    if (member === null) {
      this.#await(now)
      return
    }
    begin(member, this.election.reason!)
    this.#member = member
    this.election.log?.(AH01143, member.url, this.#retries?.attempts ?? 0, this.election.reason!)
    this.#send(member)
  }

  #send (member: BalancerMember): void {
    const { requestHeaders, transports } = this.#context
    this.election.log?.(AH01172, this.balancer.url, member.url + this.#target)
    const request = outgoingRequest(this.#request, member, this.#target, this.#body, requestHeaders, mayRepeat(this.balancer, this.#request.raw, this.#body))
    this.#tally.start(member, request.headers)
    this.#call = transports.get(member).send(request, this)
  }

  #goOn (sequel: Sequel, now: number, failure: Failure): void {
    const { member } = failure
    if (sequel !== 'end') retried(member)
    if (sequel === 'again') {
      this.#send(member)
      return
    }
    this.#free()
    this.#failure = failure
    const { tried } = this.election
    if (tried === null) this.election.tried = [member]
    else tried.push(member)
    if (sequel === 'next') this.#attempt(now)
    else this.#giveUp()
  }

  /** No member is electable. */
  #await (now: number): void {
    this.#wait ??= new Wait(this.balancer.timeout, now, () => this.#attempt(Date.now()))
    if (this.#wait.again(now)) return
    this.#log(this.balancer.members.length === 0 ? AH01171 : AH01170, this.balancer.url)
    this.#giveUp()
  }

  #giveUp (): void {
    const denied = this.#retries?.denied ?? false
    sendFailure(this.#reply, this.balancer, this.#failure, denied, this.#context.proxyErrorReason, this.#log)
  }

  #free (): void {
    if (this.#member === null) return
    endProbe(this.election)
    finish(this.#member)
    this.#member = null
  }
}
