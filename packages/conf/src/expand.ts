/** Makes one tree of a file and those it includes, with conditions decided and variables replaced. */
import { checkArity } from './directive.ts'
import type { Directive } from './directive.ts'
import { attempt, refuse } from './errors.ts'
import { onRead } from './on-read.ts'
import type { Reading, Step } from './on-read.ts'
import { addEntry, settle } from './report.ts'
import type { Node } from './tree.ts'
import { substitute } from './variables.ts'
import { splitWords } from './words.ts'

/** As httpd bounds it (AP_MAX_INCLUDE_DEPTH). */
const maxIncludeDepth = 20

/** Every directive gets its entry in the report here, in the order read. */
export function expand (nodes: readonly Node[], reading: Reading, depth = 0): Directive[] {
  return nodes.flatMap(node => expandNode(node, reading, depth))
}

function expandNode (node: Node, reading: Reading, depth: number): Directive[] {
  // The name too may come from a variable.
  const { text, missing } = substitute(`${node.name} ${node.args}`, reading.variables)
  const [, name = '', args = ''] = /^(\S*)\s*(.*)$/s.exec(text)!
  const entry = addEntry(reading.report, node, name)
  if (node.problem !== null) {
    settle(entry, 'refused', node.problem)
    skip(node.children, reading, `in ${name}, which is refused`)
    return []
  }
  const key = name.toLowerCase()
  const rule = Object.hasOwn(onRead, key) ? onRead[key] : undefined
  if (rule === undefined) {
    return [{ entry, name: key, args, missing, children: node.children === null ? null : expand(node.children, reading, depth) }]
  }
  const step = attempt<Step>(() => {
    checkDefined(missing)
    if (depth === maxIncludeDepth) refuse(`is ${maxIncludeDepth} files deep: does a file include itself?`)
    const words = splitWords(args)
    checkArity(words, rule.arity)
    return rule.carryOut(words, reading, node)
  }, reason => ({ verdict: 'refused', note: reason }))
  settle(entry, step.verdict, step.note)
  if (step.nodes !== undefined) return expand(step.nodes, reading, node.children === null ? depth + 1 : depth)
  skip(node.children, reading, `in ${name} ${args}, which is ${step.verdict}`)
  return []
}

/** @throws FST_BALANCER_BAD_PARAMETER */
export function checkDefined (missing: readonly string[]): void {
  if (missing.length > 0) refuse(`${missing.join(', ')} is not defined`)
}

function skip (nodes: readonly Node[] | null, reading: Reading, why: string): void {
  for (const node of nodes ?? []) {
    settle(addEntry(reading.report, node, node.name), 'ignored', why)
    skip(node.children, reading, why)
  }
}
