import { createHash } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Alert } from './alert.ts'
import { sign } from './signature.ts'

/** Where alerts are posted. Times are milliseconds. */
export interface WebhookSettings {
  readonly url: URL
  /** What messages are signed with; null: they are not. */
  readonly secret: string | null
  /** Longest wait for an answer. */
  readonly timeout: number
  /** Tries after the first. */
  readonly retries: number
  /** Pause before the first of them; each further one takes twice as long, at most a minute. */
  readonly retryDelay: number
  /** Most alerts that wait; of more, the oldest go. */
  readonly queue: number
}

const longestPause = 60_000

/** What may work later: a server in trouble, or one that wants to be asked less often. */
const passing: ReadonlySet<number> = new Set([408, 425, 429])

/**
 * Posts alerts as JSON, one after the other, so that they arrive in their order. Nobody waits for it: neither requests nor the end
 * of the process.
 */
export class Webhook {
  readonly #settings: WebhookSettings
  readonly #log: FastifyBaseLogger
  readonly #random: () => number
  readonly #closing = new AbortController()
  readonly #waiting: Alert[] = []
  #busy = false

  /** @param random from 0 to 1, for the pauses */
  constructor (settings: WebhookSettings, log: FastifyBaseLogger, random: () => number) {
    this.#settings = settings
    this.#log = log
    this.#random = random
  }

  send (alert: Alert): void {
    if (this.#waiting.length >= this.#settings.queue) this.#lose(this.#waiting.shift()!, 'too many wait')
    this.#waiting.push(alert)
    if (!this.#busy) this.#deliverAll()
  }

  /** Gives up what was not delivered. */
  close (): void {
    this.#closing.abort()
    for (const alert of this.#waiting.splice(0)) this.#lose(alert, 'the server stops')
  }

  async #deliverAll (): Promise<void> {
    this.#busy = true
    for (let alert = this.#waiting.shift(); alert !== undefined; alert = this.#waiting.shift()) await this.#deliver(alert)
    this.#busy = false
  }

  async #deliver (alert: Alert): Promise<void> {
    const { retries, retryDelay } = this.#settings
    const message = this.#messageOf(alert)
    for (let attempt = 0; ; attempt++) {
      const failure = await this.#post(message)
      if (failure === null) return
      if (this.#closing.signal.aborted || !failure.passing || attempt >= retries) {
        this.#lose(alert, this.#closing.signal.aborted ? 'the server stops' : failure.reason)
        return
      }
      const longest = Math.min(retryDelay * 2 ** attempt, longestPause)
      await pause(longest * (0.5 + this.#random() / 2), undefined, { signal: this.#closing.signal, ref: false }).catch(() => {})
    }
  }

  #messageOf ({ since, until, ...alert }: Alert): { readonly id: string, readonly body: string } {
    // The same for each try, so that a receiver knows what it had already.
    const id = createHash('sha256').update(`${hostname()} ${process.pid} ${alert.id} ${alert.state}`).digest('base64url')
    const times = { since: new Date(since).toISOString(), until: until === null ? null : new Date(until).toISOString() }
    return { id, body: JSON.stringify({ ...alert, ...times, host: hostname() }) }
  }

  /** @returns null: it was delivered */
  async #post ({ id, body }: { readonly id: string, readonly body: string }): Promise<{ readonly reason: string, readonly passing: boolean } | null> {
    const { url, secret, timeout } = this.#settings
    const timestamp = Math.floor(Date.now() / 1_000)
    const signature = secret === null ? {} : { 'webhook-signature': sign(secret, id, timestamp, body) }
    // Not AbortSignal.any with AbortSignal.timeout: Node.js 20 may collect the timeout as garbage before its time.
    const trying = new AbortController()
    const stop = (): void => { trying.abort(new Error('the server stops')) }
    const timer = setTimeout(() => trying.abort(new Error(`no answer within ${timeout} ms (timeout)`)), timeout).unref()
    this.#closing.signal.addEventListener('abort', stop)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': String(timestamp), ...signature },
        body,
        redirect: 'manual',
        signal: trying.signal
      })
      await response.body?.cancel()
      if (response.ok) return null
      return { reason: `answered ${response.status}`, passing: response.status >= 500 || passing.has(response.status) }
    } catch (error) {
      const { message, cause } = error as Error
      return { reason: cause instanceof Error ? cause.message : message, passing: true }
    } finally {
      clearTimeout(timer)
      this.#closing.signal.removeEventListener('abort', stop)
    }
  }

  #lose ({ id, state }: Alert, why: string): void {
    this.#log.error({ module: 'alerts', httpdLevel: 'error', alert: id, state }, `an alert was not delivered: ${why}`)
  }
}
