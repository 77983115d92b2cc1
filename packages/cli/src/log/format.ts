/** Compiles a format of `LogFormat` into a function, once. */
import type { AccessLog } from '@fastify-balancer/conf'
import { Refusal } from '../refusal.ts'
import { escapeField } from './escape.ts'
import type { Exchange } from './exchange.ts'
import { fields, namedFields } from './fields.ts'
import type { Field } from './fields.ts'
import { formatPlace } from './log-files.ts'

/** Writes the line of an exchange, its end included. */
export type LineFormat = (exchange: Exchange) => string

type Piece = string | ((exchange: Exchange) => string)

/** Between `%` and the name in braces stand `<`, `>` and the statuses that the field is for, or with `!` is not for. */
const part = /%%|\\(?<escape>.)|%(?<directive>(?<modifiers>[<>!\d,]*)(?:\{(?<name>[^}]*)\})?(?<letter>\^t[io]|[^\s{]?))|[^%\\]+|\\/gs
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" }
/** Values that the client has no hand in, that are made of digits, or that escape their parts themselves: nothing to escape. */
const plain = new Set(['h', 'a', 'A', 't', 'r', 's', 'b', 'B', 'I', 'O', 'S', 'D', 'T', 'k', 'p', 'P', 'X'])

/** @throws Refusal for a directive that does not exist */
export function compileFormat ({ format, place }: Pick<AccessLog, 'format' | 'place'>): LineFormat {
  // One byte in each character, as the lines of log files have them.
  const bytes = Buffer.from(format).toString('latin1')
  const pieces = [...bytes.matchAll(part)].map(({ 0: text, groups }): Piece => {
    const { escape, directive, modifiers, name, letter } = groups!
    if (text === '%%') return '%'
    if (escape !== undefined) return escapes[escape] ?? text
    if (directive === undefined) return text
    const field = name === undefined ? own(fields, letter!) : own(namedFields, letter!)?.(name)
    if (field === undefined) throw new Refusal(`${formatPlace(place, 'CustomLog')}the format has ${text}, which is not supported`)
    return forStatuses(modifiers!, printer(field, plain.has(letter!)))
  })
  return exchange => {
    let line = ''
    for (const piece of pieces) line += typeof piece === 'string' ? piece : piece(exchange)
    return `${line}\n`
  }
}

function printer (field: Field, isPlain: boolean): (exchange: Exchange) => string {
  return exchange => {
    const value = field(exchange)
    if (value === null) return '-'
    return isPlain ? String(value) : escapeField(String(value))
  }
}

/** `%!200,304{Referer}i` is printed for answers of other statuses only. */
function forStatuses (modifiers: string, print: (exchange: Exchange) => string): Piece {
  const statuses = new Set(modifiers.match(/\d+/g)?.map(Number))
  if (statuses.size === 0) return print
  const wanted = !modifiers.includes('!')
  return exchange => statuses.has(exchange.response.statusCode) === wanted ? print(exchange) : '-'
}

function own<T> (table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
