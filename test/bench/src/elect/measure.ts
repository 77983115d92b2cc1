/** How long an election takes and how much memory it leaves behind. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Elections } from './ways.ts'

export interface Effort {
  /** How many elections the heap is measured over. */
  readonly elections: number
  /** How long one measurement of the time takes, more or less, in milliseconds. */
  readonly duration: number
  /** How many measurements there are: the median time counts, and the least heap. */
  readonly runs: number
}

/** Nanoseconds of CPU per election: the median of several runs, each as long as `duration`. */
export function time (elect: Elections, { duration, runs }: Effort): number {
  const count = warmUp(elect, duration)
  const times = Array.from({ length: runs }, () => run(elect, count)).sort((a, b) => a - b)
  return times[runs >> 1]!
}

/** Elects until V8 has compiled what is hot, and tells how often that was. */
function warmUp (elect: Elections, duration: number): number {
  let count = 0
  for (const end = performance.now() + duration; performance.now() < end; count += 100) elect(100)
  return count
}

function run (elect: Elections, count: number): number {
  const start = process.cpuUsage()
  elect(count)
  const { user, system } = process.cpuUsage(start)
  return (user + system) * 1e3 / count
}

/**
 * Bytes of heap that an election of a warm process allocates: what is there after many of them, and was not before. The
 * least of several runs, as what V8's compiler allocates meanwhile is no election's.
 */
export function heap (elect: Elections, { elections, runs }: Effort): number {
  let least = Infinity
  for (let i = 0; i < runs && least > 0; i++) {
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    elect(elections)
    least = Math.min(least, Math.max(process.memoryUsage().heapUsed - before, 0) / elections)
  }
  return least
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')
