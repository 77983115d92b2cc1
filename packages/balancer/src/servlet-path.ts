/** A segment of a path and where it stands there. */
interface Segment {
  readonly name: string
  readonly start: number
  /** Where its parameters begin. */
  readonly end: number
}

interface ServletPath {
  readonly segments: readonly Segment[]
  readonly endsInSlash: boolean
}

/**
 * `mapping=servlet` sees a path as servlet containers do: parameters (`;…`) do not count, and `/..;/` goes up as `/../` does.
 * @returns a function that tells what of a path, encoded and otherwise normalised, follows the prefix as it stands there,
 *   parameters and all, or undefined when the path does not match
 */
export function createServletMatch (prefix: string): (path: string) => string | undefined {
  const rule = readServletPath(prefix)
  const depth = rule.segments.length
  return path => {
    const { segments, endsInSlash } = readServletPath(path)
    if (rule.segments.some(({ name }, i) => segments[i]?.name !== name)) return undefined
    const next = segments[depth]
    if (next === undefined) {
      if (rule.endsInSlash) return endsInSlash ? '' : undefined
      return path.endsWith('/') ? '/' : ''
    }
    if (rule.endsInSlash) return path.slice(next.start)
    const { end } = segments[depth - 1]!
    return path.slice(path[end] === ';' ? end : next.start - 1)
  }
}

/** A path, encoded and otherwise normalised, without parameters and what went up behind them. */
export function withoutParameters (path: string): string {
  const { segments, endsInSlash } = readServletPath(path)
  return `${segments.map(({ name }) => `/${name}`).join('')}${endsInSlash ? '/' : ''}`
}

/** A path that leads above the root has no segments. */
function readServletPath (path: string): ServletPath {
  const segments: Segment[] = []
  let endsInSlash = false
  for (const { 0: text, index } of path.matchAll(/(?<=\/)[^/]*/g)) {
    const name = text.split(';', 1)[0]!
    endsInSlash = name === '' || name === '.' || name === '..'
    if (!endsInSlash) segments.push({ name, start: index, end: index + name.length })
    else if (name === '..' && segments.pop() === undefined) return { segments: [], endsInSlash: false }
  }
  return { segments, endsInSlash }
}
