const units = ['', 'K', 'M', 'G', 'T', 'P', 'E'] as const

/** Prints a number of bytes in four characters, as APR does: `  0 `, `830 `, `5.5K`, ` 12K`. */
export function humanSize (bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 973) {
    size /= 1024
    unit++
  }
  if (unit === 0) return `${String(size).padStart(3)} `
  const digits = size < 9.95 ? size.toFixed(1) : String(Math.round(size)).padStart(3)
  return `${digits}${units[unit]}`
}
