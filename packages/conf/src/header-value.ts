/** Reads the values of `Header`: texts with variables of the balancer in them. */
import type { BalancerVariable } from './configuration.ts'
import { refuse } from './errors.ts'

const variables: readonly BalancerVariable[] = [
  'BALANCER_NAME', 'BALANCER_WORKER_NAME', 'BALANCER_WORKER_ROUTE', 'BALANCER_SESSION_STICKY', 'BALANCER_SESSION_ROUTE',
  'BALANCER_ROUTE_CHANGED', 'BALANCER_REASON'
]

const escapes: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r', '\\t': '\t' }

/** Backslashes are done with then; `%%` and `%{NAME}e` stay, for whoever knows the request. */
export function readHeaderValue (word: string): string {
  if (word.startsWith('expr=')) refuse(`${word} is not supported yet`)
  for (const [format, name] of word.matchAll(/%(?:%|\{([^}]*)\}e|(?:\{[^}]*\})?.?)/gs)) {
    if (format !== '%%' && (name === undefined || !isVariable(name))) refuse(`the value has ${format}, which is not supported`)
  }
  const value = word.replace(/\\[\\nrt]/g, escape => escapes[escape]!)
  // A line end would begin a header of its own.
  if (/(?!\t)\p{Cc}/u.test(value)) refuse('the value has a control character')
  return value
}

export function isVariable (name: string): name is BalancerVariable {
  return variables.some(known => known === name)
}
