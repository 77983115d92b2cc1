/** Reads the values of `Header` and `RequestHeader`: texts with variables and times of the request in them. */
import { refuse } from './errors.ts'

/** `%%`, `%{NAME}e`, when the request came and how long it took. */
const formats = /^%(?:%|\{[^}]+\}e|t|D)$/

const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t' }

/** Backslashes are done with then; the formats stay, for whoever knows the request. */
export function readHeaderValue (word: string): string {
  if (word.startsWith('expr=')) refuse(`${word} is not supported yet`)
  for (const [format] of word.matchAll(/%(?:%|(?:\{[^}]*\})?.?)/gs)) {
    if (!formats.test(format)) refuse(`the value has ${format}, which is not supported`)
  }
  const value = word.replace(/\\[\\nrt]/g, escape => escapes[escape]!)
  // A line end would begin a header of its own.
  if (/(?!\t)\p{Cc}/u.test(value)) refuse('the value has a control character')
  return value
}
