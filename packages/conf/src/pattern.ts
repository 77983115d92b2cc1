/** Reads a regular expression of httpd, which has PCRE's, as one of JavaScript's. */
import { refuse } from './errors.ts'

/** What PCRE understands and JavaScript takes for something else, without a word. */
const pcreOnly = /\\[AGhHKNpPQRXzZ]|\\[aeEgC]|[*+?}]\+|\(\?(?:[>|#PR&+\d]|[a-z-]+[:)])|\[\[:\w+:\]/

/** A leading `(?i)` becomes JavaScript's flag. */
export function readPattern (text: string): RegExp {
  const [, flag, source] = /^(\(\?i\))?(.*)$/s.exec(text)!
  const foreign = pcreOnly.exec(source!)
  if (foreign !== null) refuse(`JavaScript's regular expressions have no ${foreign[0]}`)
  try {
    return new RegExp(source!, flag === undefined ? '' : 'i')
  } catch (error) {
    return refuse((error as Error).message)
  }
}

/** A prefix of whole segments as an expression, one character a byte as in decoded paths. */
export function readPrefix (path: string): RegExp {
  const bytes = Buffer.from(path).toString('latin1')
  return new RegExp(`^${bytes.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}${path.endsWith('/') ? '' : '(?![^/])'}`)
}

/** With a dot that is every character: httpd's default, without which a line end in a path would get round a section. */
export function dotAll (pattern: RegExp): RegExp {
  return pattern.dotAll ? pattern : new RegExp(pattern.source, `${pattern.flags}s`)
}
