/** Rows of words, the first of which names the row. */
export interface Table {
  readonly head: readonly string[]
  readonly rows: ReadonlyArray<readonly string[]>
}

/** Prints a table as aligned Markdown: names to the left, figures to the right. */
export function formatTable ({ head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map(row => row[column]!.length)))
  const format = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)).join(' | ')} |\n`
  const rule = widths.map((width, column) => column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)
  return format(head) + format(rule) + rows.map(format).join('')
}

/** Milliseconds without fraction, thousands set apart by a blank that does not break. */
export function ms (value: number): string {
  return value.toFixed(0).replace(/\B(?=(?:\d{3})+$)/g, '\u00a0')
}

/** A share of 1 in per cent. */
export function percent (share: number, digits: number): string {
  return `${(100 * share).toFixed(digits)} %`
}
