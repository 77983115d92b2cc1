/** Walks the directives and applies to each what the tables say. */
import { checkArity } from './directive.ts'
import type { Directive, Outcome, Rule, Scope } from './directive.ts'
import { directives as rules } from './directives.ts'
import { attempt, refuse } from './errors.ts'
import { checkDefined } from './expand.ts'
import { settle } from './report.ts'
import { splitWords } from './words.ts'

/** Writes into the scope's draft, and gives every directive its verdict. */
export function interpret (directives: readonly Directive[], scope: Scope): void {
  for (const directive of directives) {
    const { entry, children } = directive
    const rule = rules.get(directive.name)
    if (rule !== undefined) {
      const { verdict, note, inside } = attempt<Outcome>(
        () => apply(rule, directive, scope),
        reason => ({ verdict: 'refused', note: reason })
      )
      settle(entry, verdict, note)
      if (inside !== undefined) {
        interpret(children!, inside)
        continue
      }
    }
    skip(children, `in ${entry.directive}, which is ${entry.verdict}`)
  }
}

function apply (rule: Rule, directive: Directive, scope: Scope): Outcome {
  const { context, within } = scope
  if (rule.verdict !== 'used') return { verdict: rule.verdict, note: rule.why }
  if (!rule.contexts.includes(context)) refuse(`not supported ${within === null ? 'outside of a section' : `in ${within}`}`)
  checkDefined(directive.missing)
  const words = splitWords(directive.args)
  checkArity(words, rule.arity)
  const outcome = rule.use(words, scope, directive) ?? ''
  return typeof outcome === 'string' ? { verdict: 'used', note: outcome } : outcome
}

function skip (directives: readonly Directive[] | null, why: string): void {
  for (const { entry, children } of directives ?? []) {
    settle(entry, 'ignored', why)
    skip(children, why)
  }
}
