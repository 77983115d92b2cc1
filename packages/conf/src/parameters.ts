/** Sorts the parameters of members and balancers into those that are used, those that mean nothing here, and refused ones. */
import { balancerSchema, Balancers, memberSchema, readBalancerParameters, readMemberParameters } from '@fastify-balancer/core'
import type { LbMethodModule } from './configuration.ts'
import { refuse } from './errors.ts'
import { checkParameters } from './health-checks.ts'
import { readOnOff } from './values.ts'

/** Names in lower case. */
export type Parameters = Readonly<Record<string, string>>

/** The lbmethods that need no module of their own. Nobody asks these balancers for a nonce. */
export const builtInLbMethods: readonly string[] = new Balancers(String).lbMethods

/** A member's parameters that tune what works otherwise here. */
const withoutEffect: Parameters = {
  flusher: 'for fdpass only',
  flushpackets: 'what a member sends is passed on at once',
  flushwait: 'what a member sends is passed on at once',
  iobuffersize: 'Node.js sizes its buffers',
  receivebuffersize: 'Node.js sizes its buffers',
  secret: 'for AJP only'
}

/** Reads words of the form `key=value`; of a repeated key the last counts. */
export function readParameters (words: readonly string[]): Parameters {
  return Object.fromEntries(words.map(word => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? refuse(`a parameter is key=value, not "${word}"`)
    return [name!.toLowerCase(), value!]
  }))
}

/**
 * Checks what is given to a member; core is handed the words as they are.
 * @returns the parameters that count, and a note about those that do not
 */
export function memberParameters (whose: string, given: Parameters): { parameters: Parameters, note: string } {
  const parameters: Record<string, string> = {}
  const without: string[] = []
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(memberSchema, name)) parameters[name] = value
    else if (name === 'enablereuse') parameters.disablereuse = readOnOff(value) ? 'off' : 'on'
    else if (Object.hasOwn(withoutEffect, name)) without.push(`${name} (${withoutEffect[name]})`)
    else refuse(`${whose}: unknown parameter ${name}${Object.hasOwn(balancerSchema, name) ? ", it is a balancer's" : ''}`)
  }
  readMemberParameters(whose, parameters)
  return { parameters, note: without.length === 0 ? '' : `without ${without.join(', ')}` }
}

/** Checks what is given to a balancer. A member's parameters on a balancer are a frequent mistake. */
export function checkBalancerParameters (whose: string, given: Parameters, modules: readonly LbMethodModule[]): void {
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(balancerSchema, name)) continue
    const isMembers = Object.hasOwn(memberSchema, name) || Object.hasOwn(withoutEffect, name) || checkParameters.has(name) || name === 'enablereuse'
    refuse(`${whose}: unknown parameter ${name}${isMembers ? ", it is a BalancerMember's" : ''}`)
  }
  const { lbmethod } = readBalancerParameters(whose, given)
  const lbMethods = [...builtInLbMethods, ...modules.map(({ name }) => name)]
  if (lbmethod !== undefined && !lbMethods.includes(lbmethod)) {
    refuse(`${whose}: lbmethod must be one of ${lbMethods.join(', ')}, not "${lbmethod}"`)
  }
}
