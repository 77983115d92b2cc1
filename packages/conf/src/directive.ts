/** What a directive is, where it may stand, and what a rule of the tables says about it. */
import type { BalancerDraft, Draft, RequirementsDraft, SectionDraft, ServerDraft, SettingsDraft } from './draft.ts'
import { refuse } from './errors.ts'
import type { Entry } from './report.ts'
import type { MethodLimit } from './settings.ts'

/** A directive of the file, with its variables replaced; sections have children. */
export interface Directive {
  readonly entry: Entry
  /** In lower case; sections as `<proxy>`. */
  readonly name: string
  readonly args: string
  /** References to variables that nobody defined. */
  readonly missing: readonly string[]
  readonly children: readonly Directive[] | null
}

/** `directory` stands for all sections that are about files. */
export type Context = 'server' | 'virtualhost' | 'proxy' | 'location' | 'directory'

/** Where directives take effect. */
export interface Scope {
  readonly context: Context
  /** The section, as written; null: none. */
  readonly within: string | null
  readonly draft: Draft
  readonly server: ServerDraft
  /** The section; null: in none. */
  readonly section: SectionDraft | null
  /** The `<Location>`; null: in none. */
  readonly location: SectionDraft | null
  /** The `<Proxy balancer://…>`; null: in none. */
  readonly balancer: BalancerDraft | null
  /** What the innermost section says, or the server. */
  readonly settings: SettingsDraft
  /** The innermost container of `Require`s. */
  readonly requirements: RequirementsDraft
  /** `<Limit>`, `<LimitExcept>`; null: in none. */
  readonly limit: MethodLimit | null
}

/** What became of a directive. */
export interface Outcome {
  readonly verdict: Entry['verdict']
  readonly note: string
  /** Where the directives in a section take effect; undefined: nowhere. */
  readonly inside?: Scope
}

/** Least and most arguments. */
export type Arity = readonly [least: number, most: number]

/** Uses a directive, or refuses it by an exception; what it returns is the note. */
export type Use = (words: readonly string[], scope: Scope, directive: Directive) => Outcome | string | void

/** What is known of a directive. */
export type Rule =
  | { readonly verdict: 'used', readonly contexts: readonly Context[], readonly arity: Arity, readonly use: Use }
  | { readonly verdict: 'ignored' | 'refused', readonly why: string }

/** By name, as manuals write it. */
export type Rules = Readonly<Record<string, Rule>>

export const servers: readonly Context[] = ['server', 'virtualhost']
const everywhere: readonly Context[] = ['server', 'virtualhost', 'proxy', 'location', 'directory']

export const aboutMembersOnly = 'only what members answer is changed'

export function used (contexts: readonly Context[], arity: Arity, use: Use): Rule {
  return { verdict: 'used', contexts, arity, use }
}

/** The same rule for many directives. */
export function all (names: readonly string[], rule: Rule): Rules {
  return Object.fromEntries(names.map(name => [name, rule]))
}

/** A directive that changes nothing here, whatever it says. */
export function ignored (why: string): Rule {
  return { verdict: 'ignored', why }
}

/** A directive that changes nothing here as long as it says one of these; other values are not supported yet. */
export function asItIs (values: readonly string[], why: string): Rule {
  return used(everywhere, [1, Infinity], words => {
    if (!values.includes(words.join(' ').toLowerCase())) refuse(`not supported yet: it can only be ${values.join(' or ')}`)
    return ignore(why)
  })
}

export function ignore (why: string): Outcome {
  return { verdict: 'ignored', note: why }
}

export function enter (inside: Scope): Outcome {
  return { verdict: 'used', note: '', inside }
}

/** @throws FST_BALANCER_BAD_PARAMETER when there are too few or too many */
export function checkArity (words: readonly string[], [least, most]: Arity): void {
  if (words.length >= least && words.length <= most) return
  const range = least === most ? String(least) : most === Infinity ? `at least ${least}` : `${least} to ${most}`
  refuse(`takes ${range} ${range.endsWith('1') ? 'argument' : 'arguments'}, not ${words.length}`)
}
