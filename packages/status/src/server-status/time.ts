/** Writes times as httpd's page does, in UTC. */

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/**
 * `Sunday, 22-Nov-2026 14:56:05 UTC`.
 * @param at epoch milliseconds
 */
export function formatTime (at: number): string {
  const date = new Date(at)
  const [, day, month, year, clock] = date.toUTCString().split(' ')
  return `${days[date.getUTCDay()]}, ${day}-${month}-${year} ${clock} UTC`
}

const units = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const

/** ` 1 minute 42 seconds`: a blank before each part; what is 0 is left out. */
export function formatUptime (seconds: number): string {
  let rest = seconds
  return units.map(([name, length]) => {
    const count = Math.floor(rest / length)
    rest %= length
    return count === 0 ? '' : ` ${count} ${name}${count === 1 ? '' : 's'}`
  }).join('')
}
