/** A request's path as rules see it and as backends get it. */
export interface RequestPath {
  /** Percent-decoded, slashes merged, dot segments resolved; one character a byte. */
  readonly decoded: string
  /** The query with its `?`, exactly as received; empty: none. */
  readonly query: string
}

// Nothing here needs decoding, merging or resolving: the path of almost every request.
const plain = /^(?:\/(?!\/|\.)[\w~$\-.+!*'(),;:@&=]*)+$/

/**
 * Splits and normalises a request target as httpd does before it maps a path.
 * @returns the path, or the status that refuses it: 400 for a bad escape or a path above the root,
 *   404 for an escaped slash or NUL (`AllowEncodedSlashes Off`)
 */
export function readPath (target: string): RequestPath | 400 | 404 {
  const at = target.indexOf('?')
  const raw = withoutOrigin(at === -1 ? target : target.slice(0, at))
  const query = at === -1 ? '' : target.slice(at)
  if (plain.test(raw)) return { decoded: raw, query }
  if (!raw.startsWith('/')) return 400
  if (/%(?![0-9a-f]{2})/i.test(raw)) return 400
  if (/%(?:2f|00)/i.test(raw)) return 404
  const decoded = raw.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  const resolved = resolve(decoded)
  return resolved === undefined ? 400 : { decoded: resolved, query }
}

/** RFC 9112 §3.2.2: a request to a proxy names scheme and host in its target, and servers must accept that. */
function withoutOrigin (target: string): string {
  const [origin] = /^https?:\/\/[^/]*/i.exec(target) ?? []
  return origin === undefined ? target : target.slice(origin.length) || '/'
}

/**
 * Merges slashes and resolves dot segments of a request target, as httpd does before it looks for anything; escapes stay.
 * For servers whose router compares paths as they come. A target that leads above the root stays as it is.
 */
export function tidyTarget (target: string): string {
  const [, path, rest] = /^([^?]*)(.*)$/s.exec(target)!
  return /\/[/.]/.test(path!) ? (resolve(path!) ?? path!) + rest! : target
}

/** Merges slashes and resolves dot segments; undefined: they lead above the root. */
function resolve (path: string): string | undefined {
  const merged = path.replace(/\/+/g, '/')
  if (!/\/\.{1,2}(?:\/|$)/.test(merged)) return merged
  const kept: string[] = []
  const segments = merged.split('/').slice(1)
  for (const [i, segment] of segments.entries()) {
    const last = i === segments.length - 1
    if (segment === '..') {
      if (kept.pop() === undefined) return undefined
    } else if (segment !== '.') {
      kept.push(segment)
      continue
    }
    if (last) kept.push('')
  }
  return `/${kept.join('/')}`
}

/** A text of the app's as a decoded path is written: UTF-8, one character a byte. */
export function toBytes (text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** A decoded path as a text: undoes `toBytes`. */
export function toText (decoded: string): string {
  return Buffer.from(decoded, 'latin1').toString()
}

/**
 * Re-encodes a decoded path the way mod_proxy's canonical form has it: letters, digits and `~$-_.+!*'(),;:@&=/` as they
 * are, every other byte as `%XX`.
 */
export function encodePath (decoded: string): string {
  return decoded.replace(/[^\w~$\-.+!*'(),;:@&=/]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/**
 * What follows a rule's path, matched as a prefix of whole segments: `/a` matches `/a`, `/a/` and `/a/b`, not `/ab`.
 * @returns the rest, possibly empty, or undefined when the path does not match
 */
export function matchPrefix (path: string, prefix: string): string | undefined {
  if (!path.startsWith(prefix)) return undefined
  const rest = path.slice(prefix.length)
  return rest === '' || prefix.endsWith('/') || rest.startsWith('/') ? rest : undefined
}
