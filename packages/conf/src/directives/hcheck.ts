/** mod_proxy_hcheck's directives. */
import { ignore, servers, used } from '../directive.ts'
import type { Directive, Rules, Scope, Use } from '../directive.ts'
import { refuse } from '../errors.ts'
import { addExpression, addTemplate } from '../health-checks.ts'
import { readParameters } from '../parameters.ts'
import { readCount } from '../values.ts'
import { splitWords } from '../words.ts'

export const hcheck: Rules = {
  ProxyHCTemplate: used(servers, [2, Infinity], proxyHCTemplate),
  ProxyHCExpr: used(servers, [2, Infinity], proxyHCExpr),
  ProxyHCTPsize: used(['server'], [1, 1], proxyHCTPsize)
}

/** `name key=value …`. */
function proxyHCTemplate ([name = '', ...words]: readonly string[], { draft, server }: Scope): void {
  draft.hcheck = true
  addTemplate(server.healthChecks, name, readParameters(words))
}

/** `name {expression}`, or `name "expression"`. */
function proxyHCExpr ([name = '']: readonly string[], { draft, server }: Scope, { args }: Directive): void {
  const rest = args.trim().replace(/^(?:"[^"]*"|'[^']*'|\S+)\s*/, '')
  draft.hcheck = true
  addExpression(server.healthChecks, name, readBraces(rest))
}

function readBraces (text: string): string {
  if (text.startsWith('{')) return text.endsWith('}') ? text.slice(1, -1).trim() : refuse(`} is missing: ${text}`)
  const [word = '', ...others] = splitWords(text)
  return others.length === 0 ? word : refuse('the expression must stand in { }')
}

function proxyHCTPsize ([word = '']: readonly string[]): ReturnType<Use> {
  readCount(word, Infinity)
  return ignore('checks need no threads')
}
