import type { FastifyRequest } from 'fastify'
import { BadOptionError } from './errors.ts'
import { readCondition, readReplacement, readValue } from './header-value.ts'
import { isHopByHop } from './hop-by-hop.ts'

/** `RequestHeader` (mod_headers): changes a field of the requests that go to members. */
export interface RequestHeaderOptions {
  /**
   * `add` a line, `append` to the value, `merge`: append unless it is there, `set` in place of others, `setifempty`, `unset`,
   * `edit`: replace what `pattern` finds first in each line, `edit*`: all that it finds.
   */
  readonly action: Exclude<HeaderAction, 'echo'>
  readonly name: string
  /** What `edit` and `edit*` look for. */
  readonly pattern?: RegExp
  /** With `%{NAME}e` for a variable of the request, `%t` and `%D` for its times, `%%`; in an edit also `$0` to `$9`. `unset` has none. */
  readonly value?: string
  /** Only when this variable is set, or with `!` in front, only when it is unset. */
  readonly env?: string
}

/** `Header` (mod_headers): changes a field of answers. */
export interface HeaderOptions extends Omit<RequestHeaderOptions, 'action'> {
  /** Those of `RequestHeaderOptions`, and `echo`: answers repeat what the request has by names that match `name`, an expression. */
  readonly action: HeaderAction
  /** Also in answers that no member gave, errors among them. Default false. */
  readonly always?: boolean
}

export type HeaderAction = 'add' | 'append' | 'merge' | 'set' | 'setifempty' | 'unset' | 'edit' | 'edit*' | 'echo'

/** A rule, read. */
export interface HeaderEdit {
  /** As the rule spells it. */
  readonly name: string
  /** In lower case. */
  readonly field: string
  readonly holds: (request: FastifyRequest) => boolean
  /** What becomes of the field's lines. */
  readonly apply: (lines: readonly string[], request: FastifyRequest) => readonly string[]
}

type Apply = (lines: readonly string[], value: string) => readonly string[]

const writes: Readonly<Record<string, Apply>> = {
  add: (lines, value) => [...lines, value],
  append,
  merge: (lines, value) => elementsOf(lines).includes(value) ? lines : append(lines, value),
  set: (_lines, value) => [value],
  setifempty: (lines, value) => lines.length === 0 ? [value] : lines
}

const actions = [...Object.keys(writes), 'unset', 'edit', 'edit*']

/** @throws FST_BALANCER_BAD_OPTION */
export function readHeaderEdit (options: RequestHeaderOptions, whose: string): HeaderEdit {
  const { action, name, pattern, value } = options
  if (!actions.includes(action)) throw new BadOptionError(`${whose}: action must be one of ${actions.join(', ')}`)
  const field = name.toLowerCase()
  if (!/^[\w!#$%&'*+\-.^`|~]+$/.test(field)) throw new BadOptionError(`${whose}: name must be that of a header`)
  if (isHopByHop(field) || framing.has(field)) throw new BadOptionError(`${whose}: this header is not to be changed`)
  if ((value === undefined) !== (action === 'unset')) {
    throw new BadOptionError(`${whose}: ${action === 'unset' ? 'takes no value' : 'needs a value'}`)
  }
  const edits = action.startsWith('edit')
  if (pattern instanceof RegExp !== edits) throw new BadOptionError(`${whose}: ${edits ? 'needs an expression as pattern' : 'takes no pattern'}`)
  return { name, field, holds: readCondition(options.env, whose), apply: readApply(options, whose) }
}

const framing: ReadonlySet<string> = new Set(['content-length', 'expect'])

function readApply ({ action, pattern, value = '' }: RequestHeaderOptions, whose: string): HeaderEdit['apply'] {
  if (action === 'unset') return () => []
  if (pattern !== undefined) {
    const searched = new RegExp(pattern, action === 'edit*' ? addFlag(pattern.flags, 'g') : pattern.flags.replace('g', ''))
    const replacement = readReplacement(value, whose)
    return (lines, request) => lines.map(line => line.replace(searched, replacement(request)))
  }
  const write = writes[action]!
  const valueFor = readValue(value, whose)
  return (lines, request) => write(lines, valueFor(request))
}

function addFlag (flags: string, flag: string): string {
  return flags.includes(flag) ? flags : flags + flag
}

/** In the first line, as in httpd. */
function append ([first, ...others]: readonly string[], value: string): readonly string[] {
  return [first === undefined ? value : `${first}, ${value}`, ...others]
}

/** The elements of a list (RFC 9110 §5.6.1); commas in quotes separate none. */
function elementsOf (lines: readonly string[]): string[] {
  return (lines.join(',').match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? []).map(element => element.trim())
}
