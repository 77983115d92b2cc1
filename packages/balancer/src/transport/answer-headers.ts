import type { IncomingHttpHeaders } from 'node:http'

/** Inherits nothing: a backend may name a field `constructor`. Such an object is quicker than one of Object.create(null), which is a table. */
const Fields = function () {} as unknown as new () => Record<string, string | string[]>
Fields.prototype = Object.create(null)

/**
 * Makes an object of names and values in turn, as Node's own: names in lower case, lines of one name in an array. Header
 * bytes are latin1 on the wire (RFC 9110 §5.5): read so and written so, none is changed.
 */
export function readHeaders (raw: readonly string[]): IncomingHttpHeaders {
  const headers = new Fields()
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i]!.toLowerCase()
    const value = raw[i + 1]!
    const before = headers[name]
    if (before === undefined) headers[name] = name === 'set-cookie' ? [value] : value
    else if (typeof before === 'string') headers[name] = [before, value]
    else before.push(value)
  }
  return headers
}
