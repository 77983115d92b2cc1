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

/**
 * `[22/Nov/2026:15:04:05 +0000]`, as `%t` in the access log.
 * @param at epoch milliseconds
 */
export function accessLogTime (at: number): string {
  const date = new Date(at)
  const offset = -date.getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`
  return `[${two(date.getDate())}/${months[date.getMonth()]}/${date.getFullYear()}:${clock(date)} ${zone}]`
}
