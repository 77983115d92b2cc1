import type { IncomingHttpHeaders } from 'node:http'
import { fieldName } from './field-name.ts'
import type { Head } from './head.ts'

/** Inherits nothing: a backend may name a field `constructor`. Such an object is quicker than one of Object.create(null), which is a table. */
const Fields = function () {} as unknown as new () => Record<string, string | string[]>
Fields.prototype = Object.create(null)

/**
 * The header fields of an answer as Node has those of its own: names in lower case, lines of one name in an array. Header
 * bytes are latin1 on the wire (RFC 9110 §5.5): read so and written so, none is changed.
 */
export function readHeaders ({ bytes, begin, size, count, nameStart, nameEnd, valueStart, valueEnd }: Head): IncomingHttpHeaders {
  const headers = new Fields()
  const text = bytes.toString('latin1', begin, begin + size)
  for (let i = 0; i < count; i++) {
    const name = fieldName(bytes, begin + nameStart[i]!, begin + nameEnd[i]!)
    const value = text.slice(valueStart[i], valueEnd[i])
    const before = headers[name]
    if (before === undefined) headers[name] = name === 'set-cookie' ? [value] : value
    else if (typeof before === 'string') headers[name] = [before, value]
    else before.push(value)
  }
  return headers
}
