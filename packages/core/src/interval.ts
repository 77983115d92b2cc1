/** The unit that a bare number has: most directives count seconds, `acquire` and `hcinterval` in forms count milliseconds. */
export type IntervalUnit = 's' | 'ms'

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, mi: 60_000, h: 3_600_000 }

/**
 * Reads httpd's interval syntax: a whole number, then nothing or a unit (`s…`, `ms`, `mi…`, `h…`).
 * Numbers from options keep the directive's own unit.
 * @returns milliseconds, or undefined when the text is no interval
 */
export function readInterval (value: unknown, unit: IntervalUnit): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const match = /^(\d+)(?:(ms|s|mi|h)[a-z]*)?$/i.exec(String(value))
  if (match === null) return undefined
  const factor = milliseconds[match[2]?.toLowerCase() ?? unit]!
  return Number(match[1]) * factor
}

/** Prints milliseconds as httpd's forms do: a bare number where the unit divides it, else with `ms`. */
export function formatInterval (ms: number, unit: IntervalUnit): string {
  const factor = milliseconds[unit]!
  return ms % factor === 0 ? String(ms / factor) : `${ms}ms`
}
