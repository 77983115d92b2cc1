/** Cuts a file into logical lines: continuations joined, blank lines and comments left out. */

/** A logical line; `line` is the number of its first physical one, from 1. */
export interface Line {
  readonly line: number
  readonly text: string
}

/** A `\` at the end of a line continues it, in comments too; a `#` begins a comment only where a line begins. */
export function readLines (text: string): Line[] {
  const physical = text.split(/\r?\n/)
  const lines: Line[] = []
  for (let at = 0; at < physical.length; at++) {
    const line = at + 1
    let joined = physical[at]!
    while (joined.endsWith('\\') && at + 1 < physical.length) joined = joined.slice(0, -1) + physical[++at]!
    const trimmed = joined.trim()
    if (trimmed !== '' && !trimmed.startsWith('#')) lines.push({ line, text: trimmed })
  }
  return lines
}
