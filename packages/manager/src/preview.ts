import { control, findMember, flag, formatInterval, isUsable } from '@fastify-balancer/core'
import type { AppliedChange, Balancer, Balancers, Change, History } from '@fastify-balancer/core'
import type { FastifyRequest } from 'fastify'
import { readChanges } from './edit.ts'
import { fieldChanges } from './field-changes.ts'
import type { FieldChange } from './field-changes.ts'
import { isRefusal } from './is-refusal.ts'
import { copyOf, rehearse } from './look/rehearse.ts'
import { mostCharts } from './look/survey.ts'
import type { Preview } from './page/preview-panel.ts'
import { states } from './parameters.ts'
import type { Selection } from './selection.ts'

const labels: Readonly<Record<string, string>> = {
  member: 'Member',
  loadfactor: 'Load factor',
  lbset: 'LB Set',
  route: 'Route',
  redirect: 'Route Redirect',
  lbmethod: 'LBmethod',
  timeout: 'Timeout',
  maxattempts: 'Failover Attempts',
  nofailover: 'Disable Failover',
  stickysession: 'Sticky Session',
  hcmethod: 'HC Method',
  hcexpr: 'HC Expr',
  hcinterval: 'HC Interval',
  hcpasses: 'Passes',
  hcfails: 'Fails',
  hcuri: 'HC uri'
}

/** What a form's fields would do. Nothing is changed but copies, on which the same is done that would be done. */
export function preview (balancers: Balancers, history: History, balancer: Balancer, { member }: Selection, texts: ReadonlyMap<string, string>, request: FastifyRequest): Preview {
  const now = Date.now()
  const isSmall = balancer.members.length <= mostCharts
  const copies = copyOf(balancer, balancers, isSmall ? balancer.members : member === undefined ? [] : [member])
  const copy = copies.get(balancer.name)
  const rate = balancer.members.reduce((sum, each) => sum + (history.of(each).requests.at(-1) ?? 0), 0)
  const before = isSmall ? rehearse(copyOf(balancer, balancers).get(balancer.name), rate, now) : null
  try {
    const applied = [...readChanges(balancers, balancer, member, texts, request)].map(change => control(copies, change, 'preview', now))
    const changes = applied.flatMap(tell)
    return {
      changes,
      rehearsed: before === null || changes.length === 0 ? null : { before, after: rehearse(copy, rate, now) },
      sessions: balancer.stickysession === null || changes.length === 0 ? null : countSessions(balancer, copy, applied.map(({ change }) => change)),
      refusal: null
    }
  } catch (error) {
    if (!isRefusal(error)) throw error
    return { changes: [], rehearsed: null, sessions: null, refusal: error.message }
  }
}

/** A change in the form's words. */
function tell (applied: AppliedChange): Preview['changes'] {
  const { before, after } = applied
  return fieldChanges(applied).flatMap(({ field, from, to }) => field === 'status'
    ? tellStates(Number(before.flags), Number(after.flags))
    : [{ name: labels[field]!, from: show(field, from), to: show(field, to) }])
}

/** Values are written as in the form. */
function show (field: string, value: FieldChange['from']): string {
  if (value === null || value === '') return 'none'
  if (field === 'hcinterval') return `${value} ms`
  if (field === 'timeout') return formatInterval(Number(value), 's')
  return typeof value === 'boolean' ? onOff(Number(value)) : String(value)
}

function tellStates (before: number, after: number): Preview['changes'] {
  return states.filter(([letter]) => ((before ^ after) & flag[letter]) !== 0)
    .map(([letter, heading]) => ({ name: heading, from: onOff(before & flag[letter]), to: onOff(after & flag[letter]) }))
}

function onOff (bit: number): string {
  return bit === 0 ? 'Off' : 'On'
}

/** Sessions on the changed members that would have to go, and those that would stay. */
function countSessions (balancer: Balancer, copy: Balancer, changes: readonly Change[]): NonNullable<Preview['sessions']> {
  let moving = 0
  let staying = 0
  for (const change of changes) {
    const url = 'member' in change ? change.member : 'remove' in change ? change.remove : null
    const member = url === null ? undefined : findMember(balancer, url)
    if (member === undefined) continue
    const after = findMember(copy, member.url)
    const stays = after !== undefined && after.route === member.route && isUsable(after.flags) === isUsable(member.flags)
    if (stays) staying += member.sessions
    else if (isUsable(member.flags)) moving += member.sessions
  }
  return { moving, staying }
}
