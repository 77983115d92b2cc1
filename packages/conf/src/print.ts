/** Prints a report as aligned columns: place, directive, verdict, note. */
import { formatPlace } from './report.ts'
import type { Entry } from './report.ts'

/**
 * What `fastify-balancer check` prints of a file.
 * @param report `configuration.report`, or that of a `ConfigurationError`
 * @returns one line per directive, without a line end after the last
 */
export function printReport (report: ReadonlyArray<Readonly<Entry>>): string {
  const rows = report.map(entry => [formatPlace(entry), entry.directive, entry.verdict, entry.note])
  const widths = [0, 1, 2].map(column => Math.max(0, ...rows.map(row => row[column]!.length)))
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n')
}
