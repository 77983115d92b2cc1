/** Compiles a format of `LogFormat` into a function, once. */
import type { AccessLog } from '@fastify-balancer/conf'
import { Refusal } from '../refusal.ts'
import { escapeField } from './escape.ts'
import type { Exchange } from './exchange.ts'
import { fields, namedFields, nothing } from './fields.ts'
import type { Field } from './fields.ts'
import { formatPlace } from './log-files.ts'

/** Writes the line of an exchange, its end included. */
export type LineFormat = (exchange: Exchange) => string

/** Between `%` and the name in braces stand `<`, `>` and the statuses that the field is for, or with `!` is not for. */
const part = /%%|\\(?<escape>.)|%(?<directive>(?<modifiers>[<>!\d,]*)(?:\{(?<name>[^}]*)\})?(?<letter>\^t[io]|[^\s{]?))|[^%\\]+|\\/gs
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\', '"': '"', "'": "'" }
/** Values that the client has no hand in, that are made of digits, or that escape their parts themselves: nothing to escape. */
const plain = new Set(['h', 'a', 'A', 't', 'r', 's', 'b', 'B', 'I', 'O', 'S', 'D', 'T', 'k', 'p', 'P', 'X'])

/** A field, and the text in front of it. */
interface Piece {
  readonly before: string
  readonly field: Field
  readonly isPlain: boolean
}

/** @throws Refusal for a directive that does not exist */
export function compileFormat ({ format, place }: Pick<AccessLog, 'format' | 'place'>): LineFormat {
  const pieces: Piece[] = []
  let text = ''
  // One byte in each character, as the lines of log files have them.
  for (const { 0: found, groups } of Buffer.from(format).toString('latin1').matchAll(part)) {
    const { escape, directive, modifiers, name, letter } = groups!
    if (found === '%%') text += '%'
    else if (escape !== undefined) text += escapes[escape] ?? found
    else if (directive === undefined) text += found
    else {
      const field = name === undefined ? own(fields, letter!) : own(namedFields, letter!)?.(name)
      if (field === undefined) throw new Refusal(`${formatPlace(place, 'CustomLog')}the format has ${found}, which is not supported`)
      if (field === nothing) text += '-'
      else {
        pieces.push({ before: text, field: forStatuses(modifiers!, field), isPlain: plain.has(letter!) })
        text = ''
      }
    }
  }
  const end = `${text}\n`
  return exchange => {
    let line = ''
    for (const { before, field, isPlain } of pieces) {
      const value = field(exchange) ?? '-'
      // Put together first, as V8 then makes one flat text of the many short ones.
      line += before + (isPlain ? value : escapeField(String(value)))
    }
    return line + end
  }
}

/** `%!200,304{Referer}i` is printed for answers of other statuses only. */
function forStatuses (modifiers: string, field: Field): Field {
  const statuses = new Set(modifiers.match(/\d+/g)?.map(Number))
  if (statuses.size === 0) return field
  const wanted = !modifiers.includes('!')
  return exchange => statuses.has(exchange.response.statusCode) === wanted ? field(exchange) : null
}

function own<T> (table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
