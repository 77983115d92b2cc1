/** What a server says of the checks of members: templates and expressions, each before its first use. */
import { readExpression, readMemberParameters } from '@fastify-balancer/core'
import { refuse } from './errors.ts'
import type { Parameters } from './parameters.ts'

export interface HealthChecksDraft {
  /** `ProxyHCTemplate`, by name in lower case. */
  readonly templates: Map<string, Parameters>
  /** `ProxyHCExpr`, by name in lower case. */
  readonly expressions: Map<string, { readonly name: string, readonly text: string }>
}

export function createHealthChecks (): HealthChecksDraft {
  return { templates: new Map(), expressions: new Map() }
}

/** What a template says of all that it does not name. */
const fresh: Parameters = { hcmethod: 'TCP', hcinterval: '30', hcpasses: '1', hcfails: '1', hcuri: '', hcexpr: '' }

/** The parameters of checks. */
export const checkParameters: ReadonlySet<string> = new Set([...Object.keys(fresh), 'hctemplate'])

/** @throws FST_BALANCER_BAD_PARAMETER */
export function addTemplate (draft: HealthChecksDraft, name: string, given: Parameters): void {
  const whose = `template ${name}`
  const other = Object.keys(given).find(parameter => !checkParameters.has(parameter))
  if (other !== undefined) refuse(`${whose}: unknown parameter ${other}`)
  const parameters = { ...fresh, ...resolveChecks(draft, whose, given) }
  readMemberParameters(whose, parameters)
  draft.templates.set(name.toLowerCase(), parameters)
}

/** @throws FST_BALANCER_BAD_PARAMETER */
export function addExpression ({ expressions }: HealthChecksDraft, name: string, text: string): void {
  if (name.length > 15) refuse(`a name has at most 15 characters, not "${name}"`)
  readExpression(text)
  expressions.set(name.toLowerCase(), { name, text })
}

/**
 * Puts what a template says in the place of `hctemplate`: what stands before it is overwritten, what stands behind it wins.
 * @throws FST_BALANCER_BAD_PARAMETER for a template or an expression that is not defined up to here
 */
export function resolveChecks ({ templates, expressions }: HealthChecksDraft, whose: string, given: Parameters): Parameters {
  return Object.fromEntries(Object.entries(given).flatMap(([name, value]): Array<[string, string]> => {
    const key = value.toLowerCase()
    if (name === 'hctemplate') return Object.entries(templates.get(key) ?? refuse(`${whose}: this server has no ProxyHCTemplate ${value} up to here`))
    if (name === 'hcexpr' && value !== '') return [[name, (expressions.get(key) ?? refuse(`${whose}: this server has no ProxyHCExpr ${value} up to here`)).name]]
    return [[name, value]]
  }))
}
