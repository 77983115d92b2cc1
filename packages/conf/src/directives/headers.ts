/** `Header` and `RequestHeader` (mod_headers). */
import type { HeaderAction, HeaderRule, RequestHeaderRule } from '../configuration.ts'
import { aboutMembersOnly, ignore, servers, used } from '../directive.ts'
import type { Context, Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { readHeaderValue } from '../header-value.ts'
import { headerSettings } from '../location-rules.ts'
import { readPattern } from '../pattern.ts'

const contexts: readonly Context[] = [...servers, 'location', 'directory']

export const headers: Rules = {
  Header: used(contexts, [2, 6], header),
  RequestHeader: used(contexts, [2, 5], requestHeader)
}

const requestActions: readonly RequestHeaderRule['action'][] = ['add', 'append', 'merge', 'set', 'setifempty', 'unset', 'edit', 'edit*']
const actions: readonly HeaderAction[] = [...requestActions, 'echo']

/** What says where a message ends is Node's to write: RFC 9112 §6, RFC 9110 §7.6.1. */
const framing: ReadonlySet<string> = new Set([
  'connection', 'content-length', 'expect', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'
])

/** `[onsuccess|always] action name [value [replacement]] [env=[!]VARIABLE]`. */
function header (words: readonly string[], scope: Scope): Outcome | void {
  if (scope.context === 'directory') return ignore(aboutMembersOnly)
  const condition = words[0]!.toLowerCase()
  const rest = condition === 'always' || condition === 'onsuccess' ? words.slice(1) : words
  const rule = readRule(rest, actions)
  headerSettings(scope).headers.push(condition === 'always' ? { ...rule, always: true } : rule)
}

function requestHeader (words: readonly string[], scope: Scope): Outcome | void {
  if (scope.context === 'directory') return ignore(aboutMembersOnly)
  headerSettings(scope).requestHeaders.push(readRule(words, requestActions))
}

function readRule<A extends HeaderAction> ([first = '', field = '', ...rest]: readonly string[], known: readonly A[]): Omit<HeaderRule, 'action'> & { readonly action: A } {
  const action = readAction(first, known)
  const name = action === 'echo' ? readPattern(field).source : readName(field)
  const pattern = action.startsWith('edit') ? readPattern(rest.shift() ?? refuse(`${action} needs a name, an expression and a replacement`)) : undefined
  const value = action === 'unset' || action === 'echo' ? undefined : readHeaderValue(rest.shift() ?? refuse(`${action} needs a name and a value`))
  const [clause, ...others] = rest
  if (others.length > 0) refuse(`what does ${others.join(' ')} mean?`)
  return {
    action,
    name,
    ...(pattern === undefined ? {} : { pattern }),
    ...(value === undefined ? {} : { value }),
    ...(clause === undefined ? {} : { env: readEnv(clause) })
  }
}

function readAction<A extends HeaderAction> (word: string, known: readonly A[]): A {
  const action = word.toLowerCase()
  if (action === 'note') refuse('note is not supported yet')
  return known.find(each => each === action) ?? refuse(`the action must be one of ${known.join(', ')}, not "${word}"`)
}

/** RFC 9110 §5.1: a token. A colon at the end is overlooked, as in httpd. */
function readName (word: string): string {
  const [, name] = /^([\w!#$%&'*+\-.^`|~]+):?$/.exec(word) ?? refuse(`is no name of a header: "${word}"`)
  if (framing.has(name!.toLowerCase())) refuse(`${name} cannot be changed`)
  return name!
}

/** `early` would come before the path is known: it is meant for tests (mod_headers). */
function readEnv (clause: string): string {
  if (clause === 'early' || clause.startsWith('expr=')) refuse(`${clause} is not supported yet`)
  const [, env] = /^env=(!?.+)$/s.exec(clause) ?? refuse(`the condition is env=[!]VARIABLE, not "${clause}"`)
  return env!
}
