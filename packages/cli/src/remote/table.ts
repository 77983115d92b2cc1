/** Lays out columns; those of numbers are set to the right. */
export function table (rows: ReadonlyArray<readonly string[]>): string {
  const [headings = [], ...others] = rows
  const columns = headings.map((_, i) => ({
    width: Math.max(...rows.map(row => row[i]!.length)),
    ofNumbers: others.every(row => /^[\d.-]+(?: %)?$/.test(row[i]!))
  }))
  return rows.map(row => `${row.map((cell, i) => {
    const { width, ofNumbers } = columns[i]!
    return ofNumbers ? cell.padStart(width) : cell.padEnd(width)
  }).join('  ').trimEnd()}\n`).join('')
}
