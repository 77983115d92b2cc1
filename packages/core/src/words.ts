/** Values as they are told outside, in JSON: to operators, in files, from node to node. */
import type { BalancerMember } from './member.ts'
import type { Parameter } from './parameter.ts'
import { balancerSchema, memberSchema } from './schema.ts'
import { flag } from './status.ts'
import type { StatusLetter } from './status.ts'
import type { BalancerInput, MemberInput } from './validate.ts'

/** A value of a parameter as it is told outside. Times are milliseconds. */
export type Word = string | number | boolean | null | readonly number[]

type Values = Readonly<Record<string, unknown>>

/** A value as core keeps it, told outside: an lbmethod by its name, `stickysession` as httpd.conf has it. */
export function toWord (value: unknown): Word {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value as Word
  if ('cookie' in value && 'path' in value) return value.cookie === value.path ? String(value.cookie) : `${value.cookie}|${value.path}`
  return String((value as { name: unknown }).name)
}

/** What is to be given to a parameter for a word. A number of a time is milliseconds here, whatever unit httpd.conf would take it for. */
export function toInput (parameter: Parameter<unknown>, word: unknown): unknown {
  if (JSON.stringify(word) === JSON.stringify(toWord(parameter.default))) return null
  return parameter.unit !== undefined && typeof word === 'number' && word >= 0 ? `${word}ms` : word
}

/** What `control` is to be asked for so that a balancer has these values, as `before` and `after` of a change have them. */
export function balancerInput (values: Values): Omit<BalancerInput, 'nonce' | 'growth'> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toInput(balancerSchema[name as keyof typeof balancerSchema], toWord(value))]))
}

/**
 * What `control` is to be asked for so that a member has these values.
 * @param letters the status letters that count, of those that differ from `flags`
 * @param flags the member's state as it is
 */
export function memberInput (values: Values, flags: number, letters: readonly StatusLetter[]): MemberInput {
  const { flags: wanted, lbfactor, ...others } = values as Values & { flags?: number, lbfactor?: number }
  const set: Record<string, unknown> = Object.fromEntries(Object.entries(others)
    .map(([name, value]) => [name, toInput(memberSchema[name as keyof typeof memberSchema], toWord(value))]))
  if (lbfactor !== undefined) set.loadfactor = lbfactor / 100
  const status = wanted === undefined
    ? ''
    : letters
      .filter(letter => ((wanted ^ flags) & flag[letter]) !== 0)
      .map(letter => `${(wanted & flag[letter]) === 0 ? '-' : '+'}${letter}`).join('')
  if (status !== '') set.status = status
  return set
}

/** The parameters of a member in words, but for its state. */
export function memberWords (member: BalancerMember): Record<string, Word> {
  return Object.fromEntries(Object.keys(memberSchema).filter(name => name !== 'status')
    .map(name => [name, name === 'loadfactor' ? member.lbfactor / 100 : toWord(Reflect.get(member, name))]))
}
