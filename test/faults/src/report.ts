import type { Verdict } from './judge.ts'

const columns: ReadonlyArray<readonly [heading: string, value: (verdict: Verdict) => string]> = [
  ['fault', ({ fault }) => fault],
  ['member', ({ member }) => member],
  ['requests', ({ requests }) => String(requests)],
  ['errors < 1.5 s', ({ early }) => String(early)],
  ['errors after', ({ late }) => String(late)],
  ['not idempotent', ({ others }) => String(others)],
  ['to eject', ({ toEject }) => seconds(toEject)],
  ['to return', ({ toReturn }) => seconds(toReturn)],
  ['sent to it', ({ sent }) => String(sent)]
]

function seconds (ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`
}

export const headings: string = line(columns.map(([heading]) => heading))

export function row (verdict: Verdict): string {
  return line(columns.map(([, value]) => value(verdict)))
}

/** Columns as wide as their headings, numbers to the right. */
function line (cells: readonly string[]): string {
  return cells.map((cell, i) => i === 0 ? cell.padEnd(12) : cell.padStart(Math.max(columns[i]![0].length, 6))).join('  ') + '\n'
}
