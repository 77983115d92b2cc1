/** Our own directives for alerts: httpd has none. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readInterval } from '@fastify-balancer/core'
import type { AlertRule, AlertRuleDefinition } from '../configuration.ts'
import { used } from '../directive.ts'
import type { Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readParameters } from '../parameters.ts'
import { readCount, readTime } from '../values.ts'

export const alerts: Rules = {
  BalancerAlert: used(['server'], [1, Infinity], balancerAlert),
  BalancerAlertWebhook: used(['server'], [1, Infinity], webhook)
}

const rules: readonly AlertRule[] = ['allDown', 'memberDown', 'overload', 'heartbeatLost', 'drainFinished']

type RuleDraft = { -readonly [name in keyof AlertRuleDefinition]: AlertRuleDefinition[name] }
type Setters = Readonly<Record<string, (rule: RuleDraft, word: string) => void>>

const ofAll: Setters = {
  for (rule, word) { rule.for = readHold(word) },
  keepfiringfor (rule, word) { rule.keepFiringFor = readHold(word) }
}

const ofOverload: Setters = {
  ...ofAll,
  busy (rule, word) { rule.busy = isOff(word) ? false : readShare(word) },
  errors (rule, word) { rule.errors = isOff(word) ? false : readShare(word) },
  least (rule, word) { rule.least = readCount(word, Infinity) },
  p99 (rule, word) { rule.p99 = isOff(word) ? false : `${readTime(word)}ms` }
}

/** `On`, or a rule with `Off` or what is to hold for it. Whatever is said of one, the others are on. */
function balancerAlert ([first = '', ...words]: readonly string[], { draft }: Scope): void {
  draft.alerts ??= {}
  if (first.toLowerCase() === 'on' && words.length === 0) return
  const rule = rules.find(name => name.toLowerCase() === first.toLowerCase()) ?? refuse(`must be On or one of ${rules.join(', ')}, not "${first}"`)
  draft.alerts[rule] = words.length === 1 && isOff(words[0]!) ? false : readRule(rule, words)
}

function readRule (rule: AlertRule, words: readonly string[]): AlertRuleDefinition {
  const setters = rule === 'overload' ? ofOverload : ofAll
  const read: RuleDraft = {}
  for (const [name, word] of Object.entries(readParameters(words))) {
    if (!Object.hasOwn(setters, name)) refuse(`unknown parameter ${name}`)
    setters[name]!(read, word)
  }
  return read
}

/** Seconds, or a number with a unit; 0: at once. */
function readHold (word: string): string {
  return `${readInterval(word, 's') ?? refuse(`must be a number of seconds, or one with a unit (s, ms, mi, h), not "${word}"`)}ms`
}

/** `URL [secretfile=PATH] [timeout=TIME] [retries=N]`. */
function webhook ([word = '', ...words]: readonly string[], { draft }: Scope): void {
  const url = URL.parse(word)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') refuse(`must be an http or https URL without a login, not "${word}"`)
  const { secretfile, timeout, retries, ...unknown } = readParameters(words)
  for (const name of Object.keys(unknown)) refuse(`unknown parameter ${name}`)
  draft.alerts ??= {}
  draft.alertWebhook = {
    url: word,
    ...(secretfile === undefined ? {} : { secret: readSecret(resolve(draft.serverRoot, secretfile)) }),
    ...(timeout === undefined ? {} : { timeout: `${readTime(timeout)}ms` }),
    ...(retries === undefined ? {} : { retries: readCount(retries, 1_000) })
  }
}

function readSecret (path: string): string {
  let secret: string
  try {
    secret = readFileSync(path, 'utf8').trim()
  } catch (error) {
    return refuse(`${path} cannot be read: ${(error as Error).message}`)
  }
  return secret === '' ? refuse(`${path} holds no secret`) : secret
}

function readShare (word: string): number {
  const share = /^(?:\d?\.)?\d+$/.test(word) ? Number(word) : NaN
  return share > 0 && share <= 1 ? share : refuse(`must be Off or a share above 0, at most 1, not "${word}"`)
}

function isOff (word: string): boolean {
  return word.toLowerCase() === 'off'
}
