/** Reads the values and conditions of header rules: texts with variables and times of the request in them. */
import type { FastifyRequest } from 'fastify'
import { microsecondsSince, receivedAt } from './arrival.ts'
import { BadOptionError } from './errors.ts'
import { requestVariable } from './variables.ts'

type Part = (request: FastifyRequest) => string

/** mod_headers' formats of one letter. */
const times: ReadonlyMap<string, Part> = new Map([
  ['%t', request => `t=${receivedAt(request)}`],
  ['%D', request => `D=${microsecondsSince(request)}`]
])

/**
 * A variable that is unset is `(null)`, as in mod_headers.
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readValue (value: string, whose: string): Part {
  if (/(?!\t)\p{Cc}/u.test(value)) throw new BadOptionError(`${whose}: the value has a control character`)
  if (!value.includes('%')) return () => value
  const parts = [...value.matchAll(/%(?:%|\{([^}]*)\}e|(?:\{[^}]*\})?.?)|[^%]+/gs)].map(([text, name]): Part => {
    if (!text.startsWith('%') || text === '%%') return () => text === '%%' ? '%' : text
    if (name !== undefined) return request => printable(requestVariable(request, name) ?? '(null)')
    return times.get(text) ?? refuseFormat(text, whose)
  })
  return request => parts.map(part => part(request)).join('')
}

/**
 * A value that may repeat what an expression found: `$0` is all of it, `$1` to `$9` are its groups; `\$` is a dollar sign.
 * @throws FST_BALANCER_BAD_OPTION
 */
export function readReplacement (value: string, whose: string): (request: FastifyRequest) => (...found: string[]) => string {
  const valueFor = readValue(value, whose)
  return request => {
    const text = valueFor(request)
    return (...found) => text.replace(/\\(.)|\$(\d)/g, (_, escaped?: string, group?: string) => escaped ?? groupOf(found, Number(group)))
  }
}

/** Behind the groups, `replace` hands in where they were found, a number, and all of the text. */
function groupOf (found: readonly unknown[], group: number): string {
  const groups = found.slice(0, found.findIndex(each => typeof each === 'number'))
  return String(groups[group] ?? '')
}

/** `NAME`: the variable is set; `!NAME`: it is not; undefined: always. */
export function readCondition (env: string | undefined, whose: string): (request: FastifyRequest) => boolean {
  if (env === undefined) return () => true
  const [, not, name] = /^(!?)(.*)$/s.exec(env)!
  if (name === '') throw new BadOptionError(`${whose}: env must name a variable`)
  return request => (requestVariable(request, name!) === null) === (not === '!')
}

function refuseFormat (text: string, whose: string): never {
  throw new BadOptionError(`${whose}: the value has ${text}, which is not supported`)
}

/** With blanks for what a header cannot hold, as in mod_headers: a route may come from the client, and bring a line end. */
function printable (text: string): string {
  return text.replace(/[^\x20-\x7e\x80-\xff]/g, ' ')
}
