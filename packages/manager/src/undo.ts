import { balancerInput, findMember, flag, memberInput } from '@fastify-balancer/core'
import type { AppliedChange, Balancer, Balancers, BalancerMember, Change, StatusLetter } from '@fastify-balancer/core'

/** The states that operators set. */
export const operatorsLetters: readonly StatusLetter[] = ['I', 'N', 'D', 'S', 'H', 'R']

/**
 * What undoes a change: gives the fields that it changed the values they had, takes a new member away, or brings one back,
 * behind the others.
 * @returns null when what it did is not so any more, or there is no place for the member
 */
export function undoOf (balancers: Balancers, { change, before, after }: AppliedChange): Change | null {
  const balancer = balancers.find(change.balancer)
  if (balancer === undefined) return null
  const { name } = balancer
  if ('add' in change) return findMember(balancer, String(after.url)) === undefined ? null : { balancer: name, remove: String(after.url) }
  if ('remove' in change) return bringBack(balancer, change.remove, before)
  if (!('member' in change)) return isStill(balancer, after) ? { balancer: name, set: balancerInput(before) } : null
  const member = findMember(balancer, change.member)
  if (member === undefined || !isMemberStill(member, before, after)) return null
  return { balancer: name, member: member.url, set: memberInput(before, after.flags as number, operatorsLetters) }
}

function bringBack (balancer: Balancer, url: string, { url: given, ...values }: Readonly<Record<string, unknown>>): Change | null {
  if (balancer.members.length >= balancer.maxMembers || findMember(balancer, url) !== undefined) return null
  return { balancer: balancer.name, add: { ...memberInput(values, flag.O, operatorsLetters), url: String(given) } }
}

function isMemberStill (member: BalancerMember, { flags: old }: Readonly<Record<string, unknown>>, { flags, ...others }: Readonly<Record<string, unknown>>): boolean {
  const changed = flags === undefined ? 0 : (flags as number) ^ (old as number)
  return ((member.flags ^ (flags as number)) & changed) === 0 && isStill(member, others)
}

function isStill (target: object, values: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(values).every(([name, value]) => JSON.stringify(Reflect.get(target, name)) === JSON.stringify(value))
}
