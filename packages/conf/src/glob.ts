/** Reads the wildcards of sections as fnmatch does. */

/** Whether a text has wildcards. */
export function isGlob (text: string): boolean {
  return /[*?[]/.test(text)
}

/**
 * `*`, `?` and `[a-z]`; the whole text must match.
 * @param within what a wildcard may stand for, such as `[^/]`
 * @param end what follows the text, such as `(?:/|$)` for everything below a directory
 */
export function readGlob (text: string, within: string, end = '$'): RegExp {
  const source = text.replace(/\\(.)|\*|\?|\[([!^]?)(\][^\]]*|[^\]]+)\]|[.+^${}()|[\]\\/]/gs, (part, escaped?: string, not?: string, set?: string) => {
    if (escaped !== undefined) return quote(escaped)
    if (set !== undefined) return `[${not === '' ? '' : '^'}${set.replace(/[\\\]]/g, '\\$&')}]`
    return part === '*' ? `${within}*` : part === '?' ? within : quote(part)
  })
  return new RegExp(`^${source}${end}`, 's')
}

function quote (text: string): string {
  return text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&')
}
