/** Compiles a format of `LogFormat` into a function, once. */
import type { AccessLog } from '@fastify-balancer/conf'
import { Refusal } from '../refusal.ts'
import { escapeField } from './escape.ts'
import type { Exchange } from './exchange.ts'
import { fields, namedFields } from './fields.ts'
import { formatPlace } from './log-files.ts'

/** Writes the line of an exchange, its end included. */
export type LineFormat = (exchange: Exchange) => string

const part = /%%|\\(?<escape>.)|%(?<directive>[<>]?(?:\{(?<name>[^}]*)\})?(?<letter>[^\s{]?))|[^%\\]+|\\/gs
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" }
/** Values that the client has no hand in, or that are made of digits: nothing to escape. */
const plain = new Set(['h', 'a', 't', 's', 'b', 'B', 'I', 'O', 'D', 'T', 'p', 'P', 'X'])

/** @throws Refusal for a directive that does not exist */
export function compileFormat ({ format, place }: Pick<AccessLog, 'format' | 'place'>): LineFormat {
  const pieces = [...format.matchAll(part)].map(({ 0: text, groups }) => {
    const { escape, directive, name, letter } = groups!
    if (text === '%%') return '%'
    if (escape !== undefined) return escapes[escape] ?? text
    if (directive === undefined) return text
    const field = name === undefined ? own(fields, letter!) : own(namedFields, letter!)?.(name)
    if (field === undefined) throw new Refusal(`${formatPlace(place, 'CustomLog')}the format has ${text}, which is not supported`)
    return (exchange: Exchange) => {
      const value = field(exchange)
      if (value === null) return '-'
      return plain.has(letter!) ? String(value) : escapeField(String(value))
    }
  })
  return exchange => {
    let line = ''
    for (const piece of pieces) line += typeof piece === 'string' ? piece : piece(exchange)
    return `${line}\n`
  }
}

function own<T> (table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
