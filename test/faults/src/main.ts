/** `pnpm faults [--seconds N] [--seed N] [--rate N]`: what clients see of members that are killed, frozen, slowed, broken and cut off. */
import { readFlags } from './flags.ts'
import { headings, row } from './report.ts'
import { run } from './run.ts'

try {
  const options = readFlags(process.argv.slice(2))
  process.stdout.write(headings)
  await run(options, verdict => { process.stdout.write(row(verdict)) })
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}
