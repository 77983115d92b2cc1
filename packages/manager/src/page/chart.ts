/** Lines and areas over the samples of a history, one unit to the right for each. */

/** A sample; null: not known, the line has a gap there. */
export type Values = ReadonlyArray<number | null>

/** Where on the chart a value is, downwards from its top. */
export type Scale = (value: number) => number

/** A scale from 0 at the bottom up to `top`, which is `gap` below the upper edge. */
export function linear (top: number, height: number, gap: number = 2): Scale {
  const room = height - gap
  return value => top === 0 ? height : Math.round(height - Math.min(value / top, 1) * room)
}

/** A scale of equal steps for equal factors, from `low` at the bottom to `high` at the top. */
export function logarithmic (low: number, high: number, height: number): Scale {
  const range = Math.log(high / low)
  return value => Math.round(height * (1 - Math.min(Math.max(Math.log(value / low), 0) / range, 1)))
}

/** A line through the known values, as the `d` of a path. */
export function line (values: Values, y: Scale): string {
  let path = ''
  let isDrawing = false
  for (let x = 0; x < values.length; x++) {
    const value = values[x] ?? null
    if (value !== null) path += `${isDrawing ? ' ' : 'M'}${x},${y(value)}`
    isDrawing = value !== null
  }
  return path
}

/** The area between two lines, as the `d` of a path; `lower` may be a height that is the same everywhere. */
export function area (upper: Values, lower: Values | number, y: Scale): string {
  let path = ''
  for (let from = 0; from < upper.length; from++) {
    if (upper[from] === null) continue
    let to = from
    let there = ''
    let back = ''
    while (to < upper.length && upper[to] !== null) {
      there += `${to},${y(upper[to]!)} `
      if (typeof lower !== 'number') back = `${to},${y(lower[to] ?? 0)} ${back}`
      to++
    }
    path += `M${there}${typeof lower === 'number' ? `${to - 1},${lower} ${from},${lower}` : back.trimEnd()}Z`
    from = to
  }
  return path
}

/** The newest value that is known; null: none is. */
export function newest (values: Values): number | null {
  return values.findLast(value => value !== null) ?? null
}
