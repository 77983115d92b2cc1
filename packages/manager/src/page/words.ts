/** Numbers as people read them. */

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A length of time in its two largest units: `2 d 4 h`, `3 min 12 s`, `42 s`. */
export function duration (milliseconds: number): string {
  const ms = Math.max(0, milliseconds)
  if (ms >= day) return two(ms, day, 'd', hour, 'h')
  if (ms >= hour) return two(ms, hour, 'h', minute, 'min')
  if (ms >= 10 * minute) return `${Math.floor(ms / minute)} min`
  if (ms >= minute) return two(ms, minute, 'min', second, 's')
  return `${Math.floor(ms / second)} s`
}

function two (ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor(ms % large / small)
  return `${Math.floor(ms / large)} ${largeUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`
}

/** A number with as many digits as matter: `0`, `0.4`, `71.6`, `1 184`. */
export function amount (value: number): string {
  const digits = value === 0 || value >= 100 ? 0 : 1
  return value.toFixed(digits).replace(/\.0$/, '').replace(/\B(?=(?:\d{3})+$)/g, '\u202f')
}

/** A latency: `0.4 ms`, `118 ms`, `1.9 s`. */
export function latency (milliseconds: number): string {
  if (milliseconds >= second) return `${amount(milliseconds / second)} s`
  return `${milliseconds < 10 ? amount(milliseconds) : Math.round(milliseconds)} ms`
}

/** A part of a whole: `0.2 %`, `84 %`. */
export function percent (part: number): string {
  const value = part * 100
  return `${value > 0 && value < 10 ? amount(value) : Math.round(value)} %`
}

/** The time of day, as at the server: `14:32:07`. */
export function clock (at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(part => String(part).padStart(2, '0')).join(':')
}

/** `1 session`, `2 sessions`. */
export function counted (count: number, noun: string): string {
  return `${amount(count)} ${noun}${count === 1 ? '' : 's'}`
}
