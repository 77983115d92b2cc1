/** What a process and its children use, as Linux accounts for it. */
import { readFileSync, readdirSync } from 'node:fs'

/** CPU time of all threads, in nanoseconds, from the scheduler's own books. */
export function cpuTime (pid: number): number {
  let sum = 0
  for (const each of family(pid)) {
    for (const thread of list(`/proc/${each}/task`)) sum += Number(read(`/proc/${each}/task/${thread}/schedstat`).split(' ', 1)[0])
  }
  return sum
}

/** Memory in bytes, pages that several processes share counted once. */
export function memory (pid: number): number {
  return family(pid).reduce((sum, each) => sum + Number(/^Pss: +(\d+)/m.exec(read(`/proc/${each}/smaps_rollup`))?.[1] ?? 0) * 1024, 0)
}

/** The process and all that descend from it. */
export function family (pid: number): number[] {
  const children = list(`/proc/${pid}/task`).flatMap(thread => read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number))
  return [pid, ...children.flatMap(family)]
}

/** Threads and processes may end at any time. */
function read (file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function list (directory: string): string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}
