import { createPattern } from './pattern.ts'
import type { Expression } from './expression.ts'
import type { Reader } from './reader.ts'
import { readWord } from './word.ts'
import type { Word } from './word.ts'

type Compare = (a: string, b: string) => boolean

/** Texts are compared as texts, also those of numbers. */
const comparisons: Readonly<Record<string, Compare>> = {
  '==': (a, b) => a === b,
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  eq: (a, b) => toInt(a) === toInt(b),
  ne: (a, b) => toInt(a) !== toInt(b),
  lt: (a, b) => toInt(a) < toInt(b),
  le: (a, b) => toInt(a) <= toInt(b),
  gt: (a, b) => toInt(a) > toInt(b),
  ge: (a, b) => toInt(a) >= toInt(b)
}

const tests: Readonly<Record<string, (text: string) => boolean>> = {
  z: text => text === '',
  n: text => text !== '',
  T: text => !/^(?:0|off|false|no|)$/i.test(text)
}

/** As C's atoi. */
function toInt (text: string): number {
  return Number.parseInt(text, 10) || 0
}

/** `a || b && !c`: `!` binds closest, then `&&`. */
export function readCondition (reader: Reader): Expression {
  return readSeries(reader, /\|\||or\b/y, () => readSeries(reader, /&&|and\b/y, () => readNegation(reader), every), some)
}

type Join = (conditions: readonly Expression[]) => Expression

const every: Join = conditions => answer => conditions.every(condition => condition(answer))
const some: Join = conditions => answer => conditions.some(condition => condition(answer))

function readSeries (reader: Reader, between: RegExp, readOne: () => Expression, join: Join): Expression {
  const conditions = [readOne()]
  while (reader.take(between) !== null) conditions.push(readOne())
  return conditions.length === 1 ? conditions[0]! : join(conditions)
}

function readNegation (reader: Reader): Expression {
  if (reader.take(/!(?![=~])|not\b/y) === null) return readSimple(reader)
  const condition = readNegation(reader)
  return answer => !condition(answer)
}

function readSimple (reader: Reader): Expression {
  if (reader.take(/\(/y) !== null) {
    const condition = readCondition(reader)
    reader.expect(/\)/y, ')')
    return condition
  }
  const constant = reader.take(/(?:true|false)\b/y)
  if (constant !== null) return () => constant[0] === 'true'
  const unary = reader.take(/-([znT])\b/y)
  if (unary === null) return readComparison(reader)
  const test = tests[unary[1]!]!
  const word = readWord(reader)
  return answer => test(word(answer))
}

function readComparison (reader: Reader): Expression {
  const left = readWord(reader)
  const match = reader.take(/[=!]~/y)
  if (match !== null) {
    const pattern = readPattern(reader)
    const wanted = match[0] === '=~'
    return answer => pattern.test(left(answer)) === wanted
  }
  if (reader.take(/-?in\b/y) !== null) {
    const list = readList(reader)
    return answer => {
      const text = left(answer)
      return list.some(word => word(answer) === text)
    }
  }
  const operator = reader.expect(/[=!<>]=|[=<>]|-?(?:eq|ne|lt|le|gt|ge)\b/y, 'a comparison')[0].replace('-', '')
  const compare = comparisons[operator]!
  const right = readWord(reader)
  return answer => compare(left(answer), right(answer))
}

/** `{ 'a', 'b' }`. */
function readList (reader: Reader): readonly Word[] {
  reader.expect(/\{/y, '{')
  const list = [readWord(reader)]
  while (reader.take(/,/y) !== null) list.push(readWord(reader))
  reader.expect(/\}/y, ', or }')
  return list
}

/** `/…/i` or `m#…#i`. A dot is every character, as in httpd. */
function readPattern (reader: Reader): RegExp {
  const [, slashed, , other, flags = ''] = reader.expect(/(?:\/([^/]*)\/|m([^\w\s])(.*?)\2)([ims]*)(?!\w)/sy, 'an expression such as /^[23]/ or m#/#i, with no other flags than i, m and s')
  try {
    return createPattern(slashed ?? other!, [...new Set(`${flags}s`)].join(''))
  } catch (error) {
    return reader.fail(`${(error as Error).message},`)
  }
}
