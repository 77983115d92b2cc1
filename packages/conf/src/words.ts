/** Splits the arguments of a directive into words. */
import { refuse } from './errors.ts'

/**
 * Words are separated by blanks. One that begins with `"` or `'` ends at the same quote, and in it a backslash stands
 * before that quote or another backslash; outside quotes only `\\` is an escape.
 * @throws FST_BALANCER_BAD_PARAMETER when a quote is not closed, which httpd overlooks
 */
export function splitWords (text: string): string[] {
  const words: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const quoted = /^(["'])((?:\\[^]|(?!\1)[^\\])*)\1/.exec(rest)
    const bare = /^\S+/.exec(rest)![0]
    if (quoted === null && /^["']/.test(rest)) refuse(`a quote is not closed: ${rest}`)
    words.push(quoted === null ? bare.replaceAll('\\\\', '\\') : unescape(quoted[2]!, quoted[1]!))
    rest = rest.slice((quoted?.[0] ?? bare).length).trimStart()
  }
  return words
}

function unescape (text: string, quote: string): string {
  return text.replace(/\\([^])/g, (escape, char: string) => char === quote || char === '\\' ? char : escape)
}
