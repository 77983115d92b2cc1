/** Makes expressions of the paths of `<Location>`s; they are for decoded paths, one character a byte. */

export function hasWildcards (path: string): boolean {
  return /[*?[]/.test(path)
}

/**
 * `*`, `?` and `[…]` stand for characters other than the slash, and a backslash makes one of them an ordinary character.
 * The expression matches whole paths.
 */
export function readWildcards (path: string): RegExp {
  return new RegExp(`^${toBytes(path).replace(/\\([^])|\[([!^]?)(\]?[^\]]*)\]|[^]/g, translate)}$`, 's')
}

function translate (text: string, escaped: string | undefined, not: string | undefined, set: string | undefined): string {
  if (escaped !== undefined) return ordinary(escaped)
  if (set !== undefined) return `(?!/)[${not === '' ? '' : '^'}${set.replace(/[\\[\]^]/g, '\\$&')}]`
  return text === '*' ? '[^/]*' : text === '?' ? '[^/]' : ordinary(text)
}

/** The expression of a path without wildcards: a prefix of whole segments. */
export function readPrefix (path: string): RegExp {
  return new RegExp(`^${ordinary(toBytes(path))}${path.endsWith('/') ? '' : '(?![^/])'}`)
}

function ordinary (text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function toBytes (text: string): string {
  return Buffer.from(text).toString('latin1')
}
