/** `pnpm sim`: runs scenarios, prints their tables, draws their charts. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { draw } from './chart/draw.ts'
import { readFlags } from './flags.ts'
import type { Flags } from './flags.ts'
import { Progress } from './progress.ts'
import type { Printer, Screen } from './progress.ts'
import { formatTable } from './table.ts'

/**
 * @param stdout is given the tables
 * @param stderr is given the progress, or what was wrong
 * @returns the exit code
 */
export function sim (args: readonly string[], stdout: Printer, stderr: Screen): number {
  try {
    simulate(readFlags(args), stdout, stderr)
    return 0
  } catch (error) {
    stderr.write(`sim: ${(error as Error).message}\n`)
    return 1
  }
}

function simulate ({ seed, quick, out, scenarios }: Flags, stdout: Printer, stderr: Screen): void {
  mkdirSync(out, { recursive: true })
  const progress = new Progress(stderr, scenarios.reduce((sum, { steps }) => sum + steps, 0))
  for (const { name, run } of scenarios) {
    const { title, table, chart } = run({ seed, quick, step: () => progress.step(name) })
    progress.clear()
    const file = join(out, `${name}.svg`)
    writeFileSync(file, draw(chart))
    stdout.write(`${title}\n\n${formatTable(table)}\n${file}\n\n`)
  }
}
