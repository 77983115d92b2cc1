/** Writes moments as httpd's logs do, in local time. */

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function two (number: number): string {
  return String(number).padStart(2, '0')
}

function clock (date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/**
 * `Sun Nov 22 15:04:05.123456 2026`, as in the error log.
 * @param at epoch milliseconds, the microseconds as fraction
 */
export function errorLogTime (at: number): string {
  const date = new Date(at)
  const micros = String(Math.floor((at % 1000) * 1000)).padStart(6, '0')
  return `${days[date.getDay()]} ${months[date.getMonth()]} ${two(date.getDate())} ${clock(date)}.${micros} ${date.getFullYear()}`
}

/** The last second that was asked for: most requests share theirs with others. */
let second = NaN
let secondText = ''

/**
 * `[22/Nov/2026:15:04:05 +0000]`, as `%t` in the access log.
 * @param at epoch milliseconds
 */
export function accessLogTime (at: number): string {
  const wanted = Math.floor(at / 1000)
  if (wanted !== second) {
    second = wanted
    secondText = strftime('[%d/%b/%Y:%H:%M:%S %z]', at)
  }
  return secondText
}

const conversions: Readonly<Record<string, (date: Date) => string>> = {
  a: date => days[date.getDay()]!,
  b: date => months[date.getMonth()]!,
  h: date => months[date.getMonth()]!,
  d: date => two(date.getDate()),
  e: date => String(date.getDate()).padStart(2),
  D: date => `${two(date.getMonth() + 1)}/${two(date.getDate())}/${two(date.getFullYear() % 100)}`,
  F: date => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
  H: date => two(date.getHours()),
  I: date => two(date.getHours() % 12 || 12),
  m: date => two(date.getMonth() + 1),
  M: date => two(date.getMinutes()),
  n: () => '\n',
  p: date => date.getHours() < 12 ? 'AM' : 'PM',
  R: date => `${two(date.getHours())}:${two(date.getMinutes())}`,
  s: date => String(Math.floor(date.getTime() / 1000)),
  S: date => two(date.getSeconds()),
  t: () => '\t',
  T: clock,
  y: date => two(date.getFullYear() % 100),
  Y: date => String(date.getFullYear()),
  z: zone,
  '%': () => '%'
}

function zone (date: Date): string {
  const offset = -date.getTimezoneOffset()
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
}

/** Whether `strftime` knows all that a format asks for. */
export function isTimeFormat (format: string): boolean {
  return [...format.matchAll(/%(.?)/gs)].every(([, letter]) => Object.hasOwn(conversions, letter!))
}

/**
 * As C's, in local time and English.
 * @param at epoch milliseconds
 */
export function strftime (format: string, at: number): string {
  const date = new Date(at)
  return format.replace(/%(.)/gs, (_, letter: string) => conversions[letter]!(date))
}
