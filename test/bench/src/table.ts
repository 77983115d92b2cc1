/** Rows of numbers and words, in columns. */
export type Row = readonly [name: string, ...values: string[]]

/** Aligns names to the left and values to the right. */
export function table (rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  return rows.map(row => row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)).join('  ')).join('\n') + '\n'
}
