/** What the access log, and the counters that server-status and metrics read, cost a request. */
import { table } from '../table.ts'
import type { Row } from '../table.ts'
import { connect } from './connection.ts'
import { createServing } from './serve-all.ts'
import { prepare, ways } from './ways.ts'

export interface Effort {
  /** Requests of one measurement. */
  readonly requests: number
  /** How often each way is measured, one after the other, so that none has the machine's better hour. */
  readonly rounds: number
}

/** Prints microseconds of CPU per request that each way adds to a request of which nobody takes note, in the best quarter of the rounds and in the median. */
export async function bench ({ requests, rounds }: Effort, write: (text: string) => void): Promise<void> {
  const connection = await connect()
  const prepared = await Promise.all(['nothing', ...ways].map(async name => {
    const way = prepare(name)
    return { ...way, serve: await createServing(connection.socket, way), times: [] as number[] }
  }))
  // The first round is for V8's compiler.
  for (let round = 0; round <= rounds; round++) {
    for (const { serve, times } of prepared) {
      const time = await serve(requests)
      if (round > 0) times.push(time)
    }
  }
  const [nothing, ...costs] = prepared.map(({ times }) => times)
  const rows: Row[] = ways.map((way, i) => [way, ...added(nothing!, costs[i]!).map(cost => cost.toFixed(2))])
  for (const { close } of prepared) await close()
  await connection.close()
  write(table([['µs per request', 'best quarter', 'median'], ...rows]))
}

/** Quantiles of the differences within rounds: what slows a whole round down slows both down. */
function added (nothing: readonly number[], times: readonly number[]): readonly [quartile: number, median: number] {
  const differences = times.map((time, round) => time - nothing[round]!).sort((a, b) => a - b)
  return [differences[differences.length >> 2]!, differences[differences.length >> 1]!]
}
