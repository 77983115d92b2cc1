import { formatStatus, toWord } from '@fastify-balancer/core'
import type { AppliedChange, Word } from '@fastify-balancer/core'

/** What a change did to one field. Times are milliseconds. */
export interface FieldChange {
  /** A parameter, or `member`: one that came or left. */
  readonly field: string
  readonly from: Word
  readonly to: Word
}

/** A change field by field. */
export function fieldChanges ({ change, before, after }: AppliedChange): readonly FieldChange[] {
  if ('add' in change) return [{ field: 'member', from: null, to: toWord(after.url) }]
  if ('remove' in change) return [{ field: 'member', from: toWord(before.url), to: null }]
  return Object.keys(after).map(name => {
    if (name === 'flags') return { field: 'status', from: status(before[name]), to: status(after[name]) }
    if (name === 'lbfactor') return { field: 'loadfactor', from: before[name] as number / 100, to: after[name] as number / 100 }
    return { field: name, from: toWord(before[name]), to: toWord(after[name]) }
  })
}

/** The URL of the member that a change is about; null: it is about the balancer. */
export function memberOf ({ change, before, after }: AppliedChange): string | null {
  if ('add' in change) return String(after.url)
  if ('remove' in change) return String(before.url).replace(/^unix:[^|]*\|/, '')
  return 'member' in change ? change.member : null
}

function status (flags: unknown): string {
  return formatStatus(flags as number).trim()
}
