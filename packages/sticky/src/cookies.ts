/**
 * The value of the first cookie of exactly that name in a Cookie header, as it stands there (RFC 6265 §5.4: the most
 * specific path comes first); null: there is none.
 */
export function readCookie (header: string | undefined, name: string): string | null {
  if (header === undefined) return null
  for (const pair of header.split(';')) {
    const value = valueOf(pair, name)
    if (value !== null) return value
  }
  return null
}

/**
 * The value that a Set-Cookie gives to the cookie of that name; empty: it deletes it (RFC 6265 §5.2); null: it is
 * about another cookie.
 * @param now epoch milliseconds
 */
export function readSetCookie (header: string, name: string, now: number): string | null {
  const [pair, ...attributes] = header.split(';')
  const value = valueOf(pair!, name)
  return value !== null && isOver(attributes, now) ? '' : value
}

function valueOf (pair: string, name: string): string | null {
  const equals = pair.indexOf('=')
  return equals !== -1 && pair.slice(0, equals).trim() === name ? pair.slice(equals + 1).trim() : null
}

/** Max-Age goes before Expires, and what cannot be read does not count (RFC 6265 §5.2.1, §5.2.2, §5.3). */
function isOver (attributes: readonly string[], now: number): boolean {
  let age: number | undefined
  let end: number | undefined
  for (const attribute of attributes) {
    const [name, value = ''] = attribute.split('=').map(part => part.trim())
    if (/^max-age$/i.test(name!) && /^-?\d+$/.test(value)) age = Number(value)
    if (/^expires$/i.test(name!)) end = Date.parse(value)
  }
  return age === undefined ? end !== undefined && end <= now : age <= 0
}
