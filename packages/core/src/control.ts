import { departed } from './account.ts'
import { findMember, indexRoutes, join, leave, touch } from './balancer.ts'
import type { Balancer } from './balancer.ts'
import type { Balancers } from './balancers.ts'
import type { AppliedChange, BalancerChange, Change, MemberAddition, MemberChange, MemberRemoval } from './changes.ts'
import { release } from './ejection.ts'
import { BadParameterError, NoFreeSlotError, NotFoundError } from './errors.ts'
import type { BalancerMember } from './member.ts'
import { memberSchema } from './schema.ts'
import { flag, readStatus } from './status.ts'
import { readBalancerParameters, readMemberParameters } from './validate.ts'

/**
 * Carries out a change, whole or not at all, and tells it as the event `change`. The only writer of parameters and
 * states: manager, files, checks and other nodes all come through here.
 * @param by who asks, for the record
 * @param now epoch milliseconds
 * @throws FST_BALANCER_BAD_PARAMETER
 * @throws FST_BALANCER_NOT_FOUND
 * @throws FST_BALANCER_DUPLICATE
 * @throws FST_BALANCER_NO_FREE_SLOT
 */
export function control (balancers: Balancers, change: Change, by: string, now: number): AppliedChange {
  const balancer = balancers.get(change.balancer)
  const [before, after] = 'add' in change
    ? addMember(balancer, change)
    : 'remove' in change
      ? removeMember(balancer, change)
      : 'member' in change
        ? changeMember(balancer, change, now)
        : changeBalancer(balancers, balancer, change)
  if (Object.keys(before).length + Object.keys(after).length > 0) balancer.version++
  const applied: AppliedChange = { by, at: now, change, before, after }
  balancers.events.emit('change', applied)
  return applied
}

type Values = Record<string, unknown>

function addMember (balancer: Balancer, { add }: MemberAddition): [before: Values, after: Values] {
  if (balancer.members.length >= balancer.maxMembers) throw new NoFreeSlotError(balancer.url)
  const member = join(balancer, add)
  return [{}, { url: member.url }]
}

function removeMember (balancer: Balancer, { remove }: MemberRemoval): [before: Values, after: Values] {
  const member = getMember(balancer, remove)
  leave(member)
  departed(member)
  // What it had on its slate the others lack: without a new beginning, members that come later would pay for it.
  for (const each of balancer.members) each.lbstatus = 0
  balancer.events.emit('left', member)
  return [describeMember(member), {}]
}

function changeMember (balancer: Balancer, change: MemberChange, now: number): [before: Values, after: Values] {
  const member = getMember(balancer, change.member)
  const { status, loadfactor, ...parameters } = readMemberParameters(`${balancer.url} member ${member.url}`, change.set)
  // What was read is a state from scratch; a change adds to or takes from the member's own.
  const flags = status === undefined ? member.flags : readStatus(change.set.status as string, member.flags)!
  const values: Values = { ...parameters, flags }
  if (loadfactor !== undefined) values.lbfactor = Math.round(loadfactor * 100)
  const [before, after] = assign(member, values)
  if ('lbfactor' in after || 'slowstart' in after) member.weight = member.lbfactor
  // A new weight starts the schedule afresh, as in httpd; a form that only repeats the old one does not.
  if ('lbfactor' in after) for (const each of balancer.members) each.lbstatus = each.lbfactor
  if ('route' in after) indexRoutes(balancer)
  if ((member.flags & flag.E) === 0 && member.ejection.until > 0) release(member, now)
  touch(balancer)
  return [before, after]
}

function changeBalancer (balancers: Balancers, balancer: Balancer, { set }: BalancerChange): [before: Values, after: Values] {
  for (const name of ['nonce', 'growth']) {
    if (name in set) throw new BadParameterError(`${balancer.url}: ${name} cannot be changed at run time`)
  }
  const { lbmethod, ...parameters } = readBalancerParameters(balancer.url, set)
  const values: Values = parameters
  if (lbmethod !== undefined) values.lbmethod = balancers.lbMethod(lbmethod, balancer.url)
  const [before, after] = assign(balancer, values)
  if ('lbmethod' in after) balancer.lbmethod.reset?.(balancer)
  touch(balancer)
  return [before, after]
}

function getMember (balancer: Balancer, url: string): BalancerMember {
  const member = findMember(balancer, url)
  if (member === undefined) throw new NotFoundError(`${balancer.url} has no member ${url}`)
  return member
}

/** All that defines a member, in the names of `before` and `after`. */
function describeMember (member: BalancerMember): Values {
  const { status, loadfactor, ...parameters } = memberSchema
  const { url, socketPath, flags, lbfactor } = member
  const values = Object.keys(parameters).map(name => [name, Reflect.get(member, name)])
  return { url: socketPath === null ? url : `unix:${socketPath}|${url}`, flags, lbfactor, ...Object.fromEntries(values) }
}

function assign (target: object, values: Values): [before: Values, after: Values] {
  const before: Values = {}
  const after: Values = {}
  for (const [name, value] of Object.entries(values)) {
    const old = Reflect.get(target, name)
    if (JSON.stringify(old) === JSON.stringify(value)) continue
    before[name] = old
    after[name] = value
    Reflect.set(target, name, value)
  }
  return [before, after]
}

/** Gives a balancer the nonce of its last start, unless its configuration gives one: forms that are open stay good. */
export function keepNonce (balancer: Balancer, nonce: string): void {
  if (balancer.hasRandomNonce) balancer.nonce = nonce
}
