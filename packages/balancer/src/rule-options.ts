import type { MemberInput } from '@fastify-balancer/core'
import { BadOptionError } from './errors.ts'

/** What a ProxyPass says of its own requests. */
export interface RuleOptions {
  /** The path is sent as it came, not decoded and encoded anew. */
  readonly nocanon?: boolean
  /** `encoded`: paths are matched and sent encoded; `servlet`: so, and path parameters do not count. */
  readonly mapping?: 'encoded' | 'servlet'
}

interface Kind {
  readonly expected: string
  readonly accepts: (value: unknown) => boolean
}

const boolean: Kind = { expected: 'true or false', accepts: value => typeof value === 'boolean' }

const kinds: Readonly<Record<keyof RuleOptions, Kind>> = {
  nocanon: boolean,
  mapping: { expected: 'encoded or servlet', accepts: value => value === 'encoded' || value === 'servlet' }
}

/** @throws FST_BALANCER_BAD_OPTION for a value of the wrong type, and for a name that is none of these and not among `others` */
export function readRuleOptions (given: Readonly<Record<string, unknown>>, others: readonly string[], whose: string): RuleOptions {
  const options: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    if (others.includes(name) || value === undefined) continue
    if (!isRuleOption(name)) throw new BadOptionError(`${whose}: unknown option ${name}`)
    if (!kinds[name].accepts(value)) throw new BadOptionError(`${whose}: ${name} must be ${kinds[name].expected}`)
    options[name] = value
  }
  return options
}

/** Sorts what is said of a ProxyPass together, as in httpd.conf, into the rule's options and the parameters of the member behind a plain URL. */
export function sortOptions (given: RuleOptions & MemberInput): RuleOptions & { parameters?: MemberInput } {
  const entries = Object.entries(given)
  const parameters = entries.filter(([name]) => !isRuleOption(name))
  return {
    ...Object.fromEntries(entries.filter(([name]) => isRuleOption(name))),
    ...(parameters.length === 0 ? {} : { parameters: Object.fromEntries(parameters) })
  }
}

function isRuleOption (name: string): name is keyof RuleOptions {
  return Object.hasOwn(kinds, name)
}
