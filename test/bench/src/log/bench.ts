/** What the access log, and the counters that server-status and metrics read, cost a request. */
import { table } from '../table.ts'
import type { Row } from '../table.ts'
import { connect } from './connection.ts'
import { serveAll } from './serve-all.ts'
import { prepare, ways } from './ways.ts'

export interface Effort {
  /** Requests of one measurement. */
  readonly requests: number
  /** How many measurements there are: the median counts. */
  readonly runs: number
}

/** Prints microseconds of CPU per request that each way adds to a request of which nobody takes note. */
export async function bench (effort: Effort, write: (text: string) => void): Promise<void> {
  const connection = await connect()
  const rows: Row[] = [['µs per request', '']]
  const costs = new Map<string, number>()
  for (const way of ['nothing', ...ways]) {
    const { observe, close } = prepare(way)
    costs.set(way, await serveAll(connection.socket, observe, effort))
    await close()
  }
  for (const way of ways) rows.push([way, (costs.get(way)! - costs.get('nothing')!).toFixed(2)])
  await connection.close()
  write(table(rows))
}
