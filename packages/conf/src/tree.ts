/** Nests the lines of a file into sections. */
import type { Place } from './configuration.ts'
import { readLines } from './lines.ts'

/** A directive, or a section with what is in it. */
export interface Node extends Place {
  /** As written; sections as `<Proxy>`. */
  readonly name: string
  /** The rest of the line, as written. */
  readonly args: string
  /** null: no section. */
  readonly children: Node[] | null
  /** What is wrong with its angle brackets; null: nothing. */
  problem: string | null
}

/** @param file its name, for messages */
export function readTree (file: string, text: string): Node[] {
  const root: Node[] = []
  const open: Node[] = []
  for (const { line, text: directive } of readLines(text)) {
    const siblings = open.at(-1)?.children ?? root
    if (directive.startsWith('</')) {
      const section = open.at(-1)
      const name = directive.slice(2).replace(/\s*>$/, '')
      if (section?.name.toLowerCase() === `<${name.toLowerCase()}>`) open.pop()
      else siblings.push({ file, line, name: `</${name}>`, args: '', children: null, problem: `closes nothing: ${saysOpen(section)}` })
      continue
    }
    const section = /^<([^\s>]+)\s*(.*?)(>?)$/.exec(directive)
    const [, name = '', args = ''] = section ?? /^(\S+)\s*(.*)$/.exec(directive)!
    const node: Node = section === null
      ? { file, line, name, args, children: null, problem: null }
      : { file, line, name: `<${name}>`, args, children: [], problem: section[3] === '' ? 'is not closed by >' : null }
    siblings.push(node)
    if (section !== null) open.push(node)
  }
  for (const section of open) section.problem ??= `is not closed by </${section.name.slice(1)}`
  return root
}

function saysOpen (section: Node | undefined): string {
  return section === undefined ? 'no section is open' : `the open section is ${section.name} of line ${section.line}`
}
