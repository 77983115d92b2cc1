/** Reads a regular expression of httpd, which has PCRE's, as one of JavaScript's. */
import { createPattern } from '@fastify-balancer/core'

/** A leading `(?i)` becomes JavaScript's flag. */
export function readPattern (text: string): RegExp {
  const [, flag, source] = /^(\(\?i\))?(.*)$/s.exec(text)!
  return createPattern(source!, flag === undefined ? '' : 'i')
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
