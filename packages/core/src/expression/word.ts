import type { CheckAnswer } from './expression.ts'
import type { Reader } from './reader.ts'

/** A text that may depend on the answer. */
export type Word = (answer: CheckAnswer) => string

/** By name in lower case. */
const variables: Readonly<Record<string, Word>> = {
  request_status: ({ status }) => String(status),
  hc_body: ({ body }) => body,
  content_type: answer => header(answer, 'content-type')
}

const functions: Readonly<Record<string, (argument: string, answer: CheckAnswer) => string>> = {
  resp: (name, answer) => header(answer, name),
  hc: (what, { body }) => what.toLowerCase() === 'body' ? body : ''
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** Parts with `.` between: numbers, quoted texts, variables, calls. */
export function readWord (reader: Reader): Word {
  const parts = [readPart(reader)]
  while (reader.take(/\./y) !== null) parts.push(readPart(reader))
  return joined(parts)
}

function readPart (reader: Reader): Word {
  const integer = reader.take(/-?\d+/y)
  if (integer !== null) return () => integer[0]
  const quote = reader.take(/["']/y)
  if (quote !== null) return readQuoted(reader, quote[0])
  if (reader.take(/%\{/y) !== null) return readVariable(reader)
  const call = reader.take(/([a-z_]\w*)\s*\(/iy)
  if (call === null) return reader.fail('a word must follow')
  const apply = named(functions, call[1]!) ?? reader.fail(`there is no ${call[1]}(), only resp() and hc(),`)
  const argument = readWord(reader)
  reader.expect(/\)/y, ')')
  return answer => apply(argument(answer), answer)
}

/** What follows `%{`: a name, or that of a function and what it is about. */
function readVariable (reader: Reader): Word {
  const [, name = '', argument] = reader.takeHere(/([a-z_]\w*)(?::([^}]*))?\}/iy) ?? reader.fail('NAME} or resp:NAME} must follow')
  if (argument === undefined) return named(variables, name) ?? reader.fail(`there is no %{${name}}, only REQUEST_STATUS, HC_BODY and CONTENT_TYPE,`)
  const apply = named(functions, name) ?? reader.fail(`there is no %{${name}:…}, only resp and hc,`)
  return answer => apply(argument, answer)
}

/** Variables may stand in it. */
function readQuoted (reader: Reader, quote: string): Word {
  const parts: Word[] = []
  for (;;) {
    const plain = reader.takeHere(/[^\\"'%$]+|%(?!\{)|\$(?!\d)/y)
    if (plain !== null) {
      parts.push(() => plain[0])
      continue
    }
    const escape = reader.takeHere(/\\(.)/sy)
    if (escape !== null) {
      const char = escape[1]!
      parts.push(() => escapes[char] ?? char)
      continue
    }
    const mark = reader.takeHere(/["']/y)
    if (mark?.[0] === quote) return joined(parts)
    if (mark !== null) parts.push(() => mark[0])
    else if (reader.takeHere(/%\{/y) !== null) parts.push(readVariable(reader))
    else reader.fail(`${quote} must follow, and no $0 to $9 before it,`)
  }
}

function joined (parts: readonly Word[]): Word {
  return parts.length === 1 ? parts[0]! : answer => parts.map(part => part(answer)).join('')
}

function header ({ headers }: CheckAnswer, name: string): string {
  return named(headers, name) ?? ''
}

function named<T> (table: Readonly<Record<string, T>>, name: string): T | undefined {
  const key = name.toLowerCase()
  return Object.hasOwn(table, key) ? table[key] : undefined
}
