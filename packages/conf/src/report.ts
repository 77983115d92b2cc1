/** Keeps account of every directive: what became of it, and why. */
import type { Place, ReportLine } from './configuration.ts'

/** One directive of the file. */
export interface Entry extends Place {
  /** As written; sections as `<Proxy>`. */
  readonly directive: string
  verdict: 'used' | 'ignored' | 'refused'
  /** Why it is ignored or refused, or a warning about it; empty: nothing to say. */
  note: string
}

/** A new entry is refused: whoever knows the directive says better. So nothing is dropped in silence. */
export function addEntry (report: Entry[], { file, line }: Place, directive: string): Entry {
  const entry: Entry = { file, line, directive, verdict: 'refused', note: 'unknown directive' }
  report.push(entry)
  return entry
}

/** Gives an entry its verdict. */
export function settle (entry: Entry, verdict: Entry['verdict'], note = ''): void {
  entry.verdict = verdict
  entry.note = note
}

/** Whether nothing is refused. */
export function isAccepted (report: readonly Entry[]): report is readonly ReportLine[] {
  return report.every(({ verdict }) => verdict !== 'refused')
}

/** `httpd.conf:12`. */
export function formatPlace ({ file, line }: Place): string {
  return `${file}:${line}`
}
