import { readInterval } from '@fastify-balancer/core'
import { BadOptionError } from '../errors.ts'
import { alertRules } from './alert.ts'
import type { Alert, AlertRule } from './alert.ts'
import type { Hold } from './alert-book.ts'
import type { Limits } from './conditions.ts'
import type { WebhookSettings } from './webhook.ts'

/** When an alert fires and is resolved. Times are seconds, or texts with a unit (`'500ms'`). */
export interface RuleOptions {
  /** How long it must be so. */
  readonly for?: number | string
  /** How long it must be over. */
  readonly keepFiringFor?: number | string
}

/** From where on a balancer is overloaded; `false`: that does not matter. */
export interface OverloadOptions extends RuleOptions {
  /** Share of the connections that its members may have (`max`), above 0, at most 1. Default 0.9. */
  readonly busy?: number | false
  /** Share of the attempts with 5xx or without an answer, above 0, at most 1. Default 0.1. */
  readonly errors?: number | false
  /** Attempts per second from which on that share counts. Default 1. */
  readonly least?: number
  /** Latency of the slowest hundredth. Default `false`. */
  readonly p99?: number | string | false
}

export interface WebhookOptions {
  /** Where alerts are posted, `http` or `https`. */
  readonly url: string
  /** What messages are signed with, as Standard Webhooks have it. Default: they are not signed. */
  readonly secret?: string
  /** Longest wait for an answer. Default 5. */
  readonly timeout?: number | string
  /** Tries after the first. Default 10. */
  readonly retries?: number
  /** Pause before the first of them; each further one takes twice as long. Default 1. */
  readonly retryDelay?: number | string
  /** Most alerts that wait. Default 100. */
  readonly queue?: number
}

/** What may be given when alerts are registered; a rule that is `false` is off. */
export interface AlertsOptions {
  /** A member failed, and was not reached since. Default: after 5 seconds, for 30. */
  readonly memberDown?: false | RuleOptions
  /** No member of a balancer can be elected. Default: at once, for 10 seconds. */
  readonly allDown?: false | RuleOptions
  /** A balancer has too much to do. Default: after 30 seconds, for 60. */
  readonly overload?: false | OverloadOptions
  /** A draining member has neither sessions nor requests. Default: after 5 seconds; over when it drains no more. */
  readonly drainFinished?: false | RuleOptions
  /** A server's heartbeats stopped. Default: at once, until one is heard for 10 seconds. */
  readonly heartbeatLost?: false | RuleOptions
  /** Alerts are written to the app's log, level `warn`. Default `true`. */
  readonly log?: boolean
  readonly webhook?: WebhookOptions
  /** Hears of each alert when it fires and when it is resolved. */
  readonly onAlert?: (alert: Alert) => void | Promise<void>
}

/** The options as they are used; times in milliseconds. */
export interface AlertsSettings {
  readonly rules: ReadonlySet<AlertRule>
  readonly holds: Readonly<Record<AlertRule, Hold>>
  readonly limits: Limits
  readonly log: boolean
  /** null: none. */
  readonly webhook: WebhookSettings | null
  /** null: none. */
  readonly onAlert: AlertsOptions['onAlert'] | null
}

const defaults: Readonly<Record<AlertRule, Required<RuleOptions>>> = {
  allDown: { for: 0, keepFiringFor: 10 },
  memberDown: { for: 5, keepFiringFor: 30 },
  overload: { for: 30, keepFiringFor: 60 },
  heartbeatLost: { for: 0, keepFiringFor: 10 },
  drainFinished: { for: 5, keepFiringFor: 5 }
}

const known: ReadonlySet<string> = new Set([...alertRules, 'log', 'webhook', 'onAlert'])

/** @throws FST_BALANCER_STATUS_BAD_OPTION */
export function readAlertsOptions (options: AlertsOptions): AlertsSettings {
  for (const name of Object.keys(options)) if (!known.has(name)) throw new BadOptionError(`unknown option ${name}`)
  const { overload, webhook, log = true, onAlert = null } = options
  if (typeof log !== 'boolean') throw new BadOptionError('log must be true or false')
  if (onAlert !== null && typeof onAlert !== 'function') throw new BadOptionError('onAlert must be a function')
  return {
    rules: new Set(alertRules.filter(rule => options[rule] !== false)),
    holds: Object.fromEntries(alertRules.map(rule => [rule, readHold(rule, options[rule])])) as Record<AlertRule, Hold>,
    limits: readLimits(overload === false ? {} : overload ?? {}),
    log,
    webhook: webhook === undefined ? null : readWebhook(webhook),
    onAlert
  }
}

function readHold (rule: AlertRule, given: false | RuleOptions | undefined): Hold {
  if (given !== undefined && given !== false && (typeof given !== 'object' || given === null)) throw new BadOptionError(`${rule} must be false or an object`)
  const hold = { ...defaults[rule], ...given }
  const { for: after, keepFiringFor, ...limits } = hold
  for (const name of Object.keys(limits)) {
    if (rule !== 'overload' || !['busy', 'errors', 'least', 'p99'].includes(name)) throw new BadOptionError(`${rule}: unknown option ${name}`)
  }
  return { for: readTime(`${rule}: for`, after), keepFiringFor: readTime(`${rule}: keepFiringFor`, keepFiringFor) }
}

function readLimits ({ busy = 0.9, errors = 0.1, least = 1, p99 = false }: OverloadOptions): Limits {
  if (typeof least !== 'number' || !(least >= 0)) throw new BadOptionError('overload: least must be a number from 0')
  return {
    busy: readShare('busy', busy),
    errors: readShare('errors', errors),
    least,
    p99: p99 === false ? null : readTime('overload: p99', p99)
  }
}

function readShare (name: string, share: number | false): number | null {
  if (share === false) return null
  if (typeof share !== 'number' || !(share > 0 && share <= 1)) throw new BadOptionError(`overload: ${name} must be false or a number above 0, at most 1`)
  return share
}

function readWebhook (given: WebhookOptions): WebhookSettings {
  const { url, secret = null, timeout = 5, retries = 10, retryDelay = 1, queue = 100 } = given ?? {}
  const parsed = URL.parse(String(url))
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.username !== '' || parsed.password !== '') {
    throw new BadOptionError('webhook: url must be an http or https URL without a login')
  }
  if (secret !== null && (typeof secret !== 'string' || secret === '')) throw new BadOptionError('webhook: secret must be a text')
  return {
    url: parsed,
    secret,
    timeout: readTime('webhook: timeout', timeout),
    retries: readCount('webhook: retries', retries, 0),
    retryDelay: readTime('webhook: retryDelay', retryDelay),
    queue: readCount('webhook: queue', queue, 1)
  }
}

function readTime (name: string, given: number | string): number {
  const time = readInterval(given, 's')
  if (time === undefined) throw new BadOptionError(`${name} must be a whole number of seconds, or one with a unit (s, ms, mi, h)`)
  return time
}

function readCount (name: string, given: number, least: number): number {
  if (!Number.isInteger(given) || given < least) throw new BadOptionError(`${name} must be a whole number from ${least}`)
  return given
}
