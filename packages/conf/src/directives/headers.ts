/** `Header` (mod_headers). */
import type { HeaderAction, HeaderRule } from '../configuration.ts'
import { filesAreNotServed, ignore, servers, used } from '../directive.ts'
import type { Outcome, Rules, Scope } from '../directive.ts'
import { refuse } from '../errors.ts'
import { isVariable, readHeaderValue } from '../header-value.ts'

export const headers: Rules = {
  Header: used([...servers, 'directory'], [2, 5], header)
}

const actions: readonly HeaderAction[] = ['add', 'append', 'merge', 'set', 'setifempty', 'unset']

const later: ReadonlySet<string> = new Set(['echo', 'edit', 'edit*', 'note'])

/** What says where a message ends is Node's to write: RFC 9112 §6, RFC 9110 §7.6.1. */
const framing: ReadonlySet<string> = new Set([
  'connection', 'content-length', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'
])

/** `[onsuccess|always] action name [value] [env=[!]VARIABLE]`. */
function header (words: readonly string[], { context, server }: Scope): Outcome | void {
  if (context === 'directory') return ignore(filesAreNotServed)
  const condition = words[0]!.toLowerCase()
  if (condition === 'always') refuse('always is not supported yet: only answers of members get headers')
  const [first = '', field = '', ...rest] = condition === 'onsuccess' ? words.slice(1) : words
  const action = readAction(first)
  const name = readName(field)
  const value = action === 'unset' ? undefined : readHeaderValue(rest.shift() ?? refuse(`${action} needs a name and a value`))
  const [clause, ...others] = rest
  if (others.length > 0) refuse(`what does ${others.join(' ')} mean?`)
  server.headers.push({
    action,
    name,
    ...(value === undefined ? {} : { value }),
    ...(clause === undefined ? {} : { env: readEnv(clause) })
  })
}

function readAction (word: string): HeaderAction {
  const action = word.toLowerCase()
  if (later.has(action)) refuse(`${action} is not supported yet`)
  return actions.find(known => known === action) ?? refuse(`the action must be one of ${actions.join(', ')}, not "${word}"`)
}

/** RFC 9110 §5.1: a token. A colon at the end is overlooked, as in httpd. */
function readName (word: string): string {
  const [, name] = /^([\w!#$%&'*+\-.^`|~]+):?$/.exec(word) ?? refuse(`is no name of a header: "${word}"`)
  if (framing.has(name!.toLowerCase())) refuse(`${name} cannot be changed`)
  return name!
}

function readEnv (clause: string): NonNullable<HeaderRule['env']> {
  if (clause === 'early' || clause.startsWith('expr=')) refuse(`${clause} is not supported yet`)
  const [, not, name] = /^env=(!?)(.*)$/s.exec(clause) ?? refuse(`the condition is env=[!]VARIABLE, not "${clause}"`)
  if (!isVariable(name!)) refuse(`the variable ${name} is not supported`)
  return not === '' ? name : `!${name}`
}
