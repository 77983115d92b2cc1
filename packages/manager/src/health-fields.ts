import { readInterval } from '@fastify-balancer/core'
import type { MemberInput, MemberSnapshot } from '@fastify-balancer/core'
import { readInt } from './parameters.ts'
import type { MemberField } from './parameters.ts'

/** Longest text of `w_hu`; a longer one clears. */
const maxUri = 63

/** The fields of a member's form that are about its checks. */
export const healthFields: readonly MemberField[] = [
  { name: 'w_hm', parameter: 'hcmethod', show: member => member.hcmethod, read: text => text },
  { name: 'w_he', parameter: 'hcexpr', show: member => member.hcexpr, read: text => text },
  { name: 'w_hi', parameter: 'hcinterval', show: member => String(member.hcinterval), read: readMilliseconds },
  { name: 'w_hp', parameter: 'hcpasses', show: member => String(member.hcpasses), read: readTrigger },
  { name: 'w_hf', parameter: 'hcfails', show: member => String(member.hcfails), read: readTrigger },
  { name: 'w_hu', parameter: 'hcuri', show: member => member.hcuri, read: text => text.length > maxUri ? '' : text }
]

function readMilliseconds (text: string): string | undefined {
  const interval = readInterval(text, 'ms')
  return interval === undefined ? undefined : `${interval}ms`
}

function readTrigger (text: string): number | undefined {
  const count = readInt(text)
  return count >= 1 ? count : undefined
}

/** An expression that is unknown here is none, and so is one for checks that get no answer. */
export function withKnownExpression (set: MemberInput, { hcmethod, hcexpr }: MemberSnapshot, names: readonly string[]): MemberInput {
  const method = String(set.hcmethod ?? hcmethod).toUpperCase()
  const name = String(set.hcexpr ?? hcexpr)
  const isGood = name === '' || (names.includes(name) && method !== 'NONE' && method !== 'TCP')
  return isGood ? set : { ...set, hcexpr: '' }
}
