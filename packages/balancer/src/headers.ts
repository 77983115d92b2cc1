import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import { BadOptionError } from './errors.ts'
import { isHopByHop } from './hop-by-hop.ts'
import { balancerVariable, isBalancerVariable } from './variables.ts'
import type { BalancerVariable } from './variables.ts'

/** `Header` (mod_headers): changes a field of members' answers. */
export interface HeaderOptions {
  /** `add` a line, `append` to the value, `merge`: append unless it is there, `set` in place of others, `setifempty`, `unset`. */
  readonly action: HeaderAction
  readonly name: string
  /** With `%{NAME}e` for a variable of the balancer, `%%` for a percent sign. Needed by all actions but `unset`. */
  readonly value?: string
  /** Only when this variable is set, or with `!` in front, only when it is unset. */
  readonly env?: BalancerVariable | `!${BalancerVariable}`
}

export type HeaderAction = 'add' | 'append' | 'merge' | 'set' | 'setifempty' | 'unset'

/** Changes the header fields of a member's answer, their names in lower case, in place. */
export type EditHeaders = (headers: IncomingHttpHeaders, request: FastifyRequest) => void

/** What an action makes of a field's lines. */
const actions: Readonly<Record<HeaderAction, (lines: readonly string[], value: string) => readonly string[]>> = {
  add: (lines, value) => [...lines, value],
  append,
  merge: (lines, value) => elementsOf(lines).includes(value) ? lines : append(lines, value),
  set: (_lines, value) => [value],
  setifempty: (lines, value) => lines.length === 0 ? [value] : lines,
  unset: () => []
}

/** Where an app keeps what its answers go through. */
export const kEditHeaders: unique symbol = Symbol('fastify-balancer.editHeaders')

declare module 'fastify' {
  interface FastifyInstance {
    [kEditHeaders]: EditHeaders
  }
}

/** @throws FST_BALANCER_BAD_OPTION */
export function createEditHeaders (rules: readonly HeaderOptions[]): EditHeaders {
  const edits = rules.map(createEdit)
  return (headers, request) => {
    for (const edit of edits) edit(headers, request)
  }
}

function createEdit (options: HeaderOptions): EditHeaders {
  const { action, name } = options
  const whose = `headers ${action} ${name}`
  if (!Object.hasOwn(actions, action)) throw new BadOptionError(`${whose}: action must be one of ${Object.keys(actions).join(', ')}`)
  const field = name.toLowerCase()
  if (!/^[\w!#$%&'*+\-.^`|~]+$/.test(field)) throw new BadOptionError(`${whose}: name must be that of a header`)
  if (isHopByHop(field) || field === 'content-length') throw new BadOptionError(`${whose}: this header is not to be changed`)
  if ((options.value === undefined) !== (action === 'unset')) {
    throw new BadOptionError(`${whose}: ${action === 'unset' ? 'takes no value' : 'needs a value'}`)
  }
  const apply = actions[action]
  const value = readValue(options.value ?? '', whose)
  const holds = readCondition(options.env, whose)
  return (headers, request) => {
    if (!holds(request)) return
    const lines = apply(linesOf(headers[field]), value(request))
    if (lines.length === 0) delete headers[field]
    else headers[field] = lines.length === 1 && field !== 'set-cookie' ? lines[0]! : [...lines]
  }
}

function readCondition (env: string | undefined, whose: string): (request: FastifyRequest) => boolean {
  if (env === undefined) return () => true
  const [, not, name] = /^(!?)(.*)$/s.exec(env)!
  if (!isBalancerVariable(name!)) throw new BadOptionError(`${whose}: no variable is named ${name}`)
  return request => (balancerVariable(request, name) === null) === (not === '!')
}

/** A variable that is unset is `(null)`, as in mod_headers. */
function readValue (value: string, whose: string): (request: FastifyRequest) => string {
  if (/(?!\t)\p{Cc}/u.test(value)) throw new BadOptionError(`${whose}: the value has a control character`)
  const parts = [...value.matchAll(/%(?:%|\{([^}]*)\}e|(?:\{[^}]*\})?.?)|[^%]+/gs)].map(([text, name]) => {
    if (!text.startsWith('%') || text === '%%') return () => text === '%%' ? '%' : text
    if (name === undefined || !isBalancerVariable(name)) throw new BadOptionError(`${whose}: the value has ${text}, which is not supported`)
    return (request: FastifyRequest) => printable(balancerVariable(request, name) ?? '(null)')
  })
  return request => parts.map(part => part(request)).join('')
}

/** With blanks for what a header cannot hold, as in mod_headers: a route may come from the client, and bring a line end. */
function printable (text: string): string {
  return text.replace(/[^\x20-\x7e\x80-\xff]/g, ' ')
}

/** In the first line, as in httpd. */
function append ([first, ...others]: readonly string[], value: string): readonly string[] {
  return [first === undefined ? value : `${first}, ${value}`, ...others]
}

function linesOf (value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return []
  return typeof value === 'string' ? [value] : value
}

/** The elements of a list (RFC 9110 §5.6.1); commas in quotes separate none. */
function elementsOf (lines: readonly string[]): string[] {
  return (lines.join(',').match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? []).map(element => element.trim())
}
