/** A request's path as rules see it and as backends get it. */
export interface RequestPath {
  /** Percent-decoded, slashes merged, dot segments resolved; one character a byte. */
  readonly decoded: string
  /** As received, escapes and all, without query. */
  readonly raw: string
  /** The query with its `?`, exactly as received; empty: none. */
  readonly query: string
}

/**
 * `AllowEncodedSlashes`: what a `%2F` in a path is. false: a path that is not found, true: a slash, `nodecode`: what it is,
 * an escape, also in what is sent.
 */
export type EncodedSlashes = boolean | 'nodecode'

// Nothing here needs decoding, merging or resolving: the path of almost every request.
const plain = /^(?:\/(?!\/|\.)[\w~$\-.+!*'(),;:@&=]*)+$/

// A fragment stays with the client (RFC 9110 §4.2.5).
const forbidden = /[\0-\x20#\x7f]/

const badInPath = /%(?![0-9a-f]{2})|[\0-\x20#\x7f]/i

/**
 * Splits and normalises a request target as httpd does before it maps a path. Where `%2F` stays an escape, `%25` does too:
 * so every percent sign in the path begins one of these.
 * @returns the path, or the status that refuses it: 400 for a bad escape, what no target may hold, or a path above the root,
 *   404 for NUL, and for an escaped slash that is not allowed
 */
export function readPath (target: string, encodedSlashes: EncodedSlashes = false): RequestPath | 400 | 404 {
  const { raw, query } = splitTarget(target)
  if (forbidden.test(query)) return 400
  if (plain.test(raw)) return { decoded: raw, raw, query }
  if (!raw.startsWith('/') || badInPath.test(raw)) return 400
  if (raw.includes('%00') || (encodedSlashes === false && /%2f/i.test(raw))) return 404
  const decoded = resolve(unescape(raw, encodedSlashes === 'nodecode' ? /%(?!2f|25)(..)/gi : /%(..)/g))
  return decoded === undefined ? 400 : { decoded, raw, query }
}

/**
 * Splits a request target and normalises its path, which stays encoded but for unreserved characters (`mapping=encoded`).
 * @returns with the encoded path as `decoded`; 400 for a bad escape, what no target may hold, or a path above the root; 404 for
 *   an escaped NUL
 */
export function readEncodedPath (target: string): RequestPath | 400 | 404 {
  const { raw, query } = splitTarget(target)
  if (forbidden.test(query)) return 400
  if (plain.test(raw)) return { decoded: raw, raw, query }
  if (!raw.startsWith('/') || badInPath.test(raw)) return 400
  // Nobody means it, and some take it for the end of the path.
  if (raw.includes('%00')) return 404
  const decoded = tidyPath(raw)
  return decoded === undefined ? 400 : { decoded, raw, query }
}

function splitTarget (target: string): { raw: string, query: string } {
  const at = target.indexOf('?')
  if (at === -1) return { raw: withoutOrigin(target), query: '' }
  return { raw: withoutOrigin(target.slice(0, at)), query: target.slice(at) }
}

/** RFC 9112 §3.2.2: a request to a proxy names scheme and host in its target, and servers must accept that. */
function withoutOrigin (target: string): string {
  if (target.startsWith('/')) return target
  const [origin] = /^https?:\/\/[^/]*/i.exec(target) ?? []
  return origin === undefined ? target : target.slice(origin.length) || '/'
}

/** Decodes unreserved characters alone (RFC 3986 §2.3), merges slashes, resolves dot segments; undefined: they lead above the root. */
export function tidyPath (path: string): string | undefined {
  return resolve(unescape(path, /%(2[de]|3\d|[46][1-9a-f]|[57][\da]|5f|7e)/gi))
}

function unescape (text: string, escape: RegExp): string {
  return text.replace(escape, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
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

/** What a path has encoded in mod_proxy's canonical form. */
const foreign = /[^\w~$\-.+!*'(),;:@&=/]/
const allForeign = new RegExp(foreign, 'g')

/**
 * Re-encodes a decoded path the way mod_proxy's canonical form has it: letters, digits and `~$-_.+!*'(),;:@&=/` as they
 * are, every other byte as `%XX`.
 */
export function encodePath (decoded: string): string {
  // Nearly always there is nothing to do, and a replacement that finds nothing is dear.
  return foreign.test(decoded) ? decoded.replace(allForeign, escapeByte) : decoded
}

/** Undoes what `readPath` does with the same setting. */
export function encoderFor (encodedSlashes: EncodedSlashes): (decoded: string) => string {
  return encodedSlashes === 'nodecode' ? encodeAroundEscapes : encodePath
}

function encodeAroundEscapes (decoded: string): string {
  return decoded.replace(/[^\w~$\-.+!*'(),;:@&=/%]/g, escapeByte)
}

/** A text of the app's as a path in which `%2F` and `%25` stay escapes. */
export function escapePercent (text: string): string {
  return text.replace(/%(?!2f)/gi, '%25')
}

function escapeByte (char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
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
