/** Elections by every lbmethod and by route, among few members and among many. */
import { heap, time } from './measure.ts'
import type { Effort } from './measure.ts'
import { table } from '../table.ts'
import type { Row } from '../table.ts'
import { prepare, ways } from './ways.ts'

/** Prints nanoseconds and bytes per election of each way, for each number of members. */
export function bench (sizes: readonly number[], effort: Effort, write: (text: string) => void): void {
  const times: Row[] = [['ns per election', ...sizes.map(size => `${size}`), 'growth per member']]
  const bytes: Row[] = [['bytes per election', ...sizes.map(size => `${size}`)]]
  for (const way of ways) {
    const measured = sizes.map(size => {
      const elect = prepare(way, size)
      return { ns: time(elect, effort), bytes: heap(elect, effort) }
    })
    times.push([way, ...measured.map(({ ns }) => ns.toFixed(0)), growth(sizes, measured.map(({ ns }) => ns)).toFixed(2)])
    bytes.push([way, ...measured.map(({ bytes }) => bytes.toFixed(1))])
  }
  write(`${table(times)}\n${table(bytes)}`)
}

/** What each further member costs, between the fewest and the most. */
function growth (sizes: readonly number[], times: readonly number[]): number {
  return (times.at(-1)! - times[0]!) / (sizes.at(-1)! - sizes[0]!)
}
