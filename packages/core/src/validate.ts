import { inspect } from 'node:util'
import { BadParameterError } from './errors.ts'
import { balancerSchema, memberSchema } from './schema.ts'
import type { Parameter } from './parameter.ts'
import type { BalancerParameters, MemberParameters } from './schema.ts'

/** What may be given for a member's parameters: values or the words of httpd.conf; null is the default. */
export type MemberInput = { readonly [K in keyof MemberParameters]?: unknown }
/** What may be given for a balancer's parameters: values or the words of httpd.conf; null is the default. */
export type BalancerInput = { readonly [K in keyof BalancerParameters]?: unknown }

function readAll<P> (whose: string, schema: Readonly<Record<string, Parameter<unknown>>>, given: object): Partial<P> {
  const values: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue
    const parameter = Object.hasOwn(schema, name) ? schema[name] : undefined
    if (parameter === undefined) throw new BadParameterError(`${whose}: unknown parameter ${name}`)
    const read = value === null ? parameter.default : parameter.read(value)
    if (read === undefined) {
      throw new BadParameterError(`${whose}: ${name} must be ${parameter.expected}, not ${show(value)}`)
    }
    values[name] = read
  }
  return values as Partial<P>
}

function show (value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : inspect(value, { breakLength: Infinity })
}

/**
 * Reads what was given for a member; what was not given is absent.
 * @param whose names balancer and member in the error, such as `balancer://shop http://10.0.0.1`
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function readMemberParameters (whose: string, given: MemberInput): Partial<MemberParameters> {
  return readAll(whose, memberSchema, given)
}

/**
 * Reads what was given for a balancer; what was not given is absent.
 * @throws FST_BALANCER_BAD_PARAMETER
 */
export function readBalancerParameters (whose: string, given: BalancerInput): Partial<BalancerParameters> {
  return readAll(whose, balancerSchema, given)
}

/** The defaults of every parameter of a schema. */
export function defaults<P> (schema: { readonly [K in keyof P]: Parameter<P[K]> }): P {
  const entries = Object.entries(schema) as Array<[string, Parameter<unknown>]>
  return Object.fromEntries(entries.map(([name, parameter]) => [name, parameter.default])) as P
}
