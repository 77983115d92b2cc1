import { formatStatus } from '@fastify-balancer/core'
import type { AppliedChange, LbMethod, StickySession } from '@fastify-balancer/core'

type Values = Readonly<Record<string, string>>

/** A change as people read it: by the names and units of httpd.conf. */
export interface ChangeDescription {
  readonly before: Values
  readonly after: Values
  /** `balancer://shop http://10.0.0.1: loadfactor 1 → 2, route a → b`. */
  readonly text: string
}

type Show = (value: unknown) => string

/** Where core keeps something else than its parameter says. */
const shows: Readonly<Record<string, readonly [parameter: string, show: Show]>> = {
  flags: ['status', value => formatStatus(value as number).trim()],
  lbfactor: ['loadfactor', value => String(value as number / 100)],
  lbmethod: ['lbmethod', value => (value as LbMethod).name],
  stickysession: ['stickysession', value => showStickysession(value as StickySession | null)]
}

export function describeChange ({ change, before, after }: AppliedChange): ChangeDescription {
  const shown = { before: showAll(before), after: showAll(after) }
  const whose = `balancer://${change.balancer}${'member' in change ? ` ${change.member}` : ''}`
  const what = 'add' in change
    ? `new member ${shown.after.url}`
    : 'remove' in change
      ? `member ${shown.before.url} removed`
      : Object.entries(shown.after).map(([name, value]) => `${name} ${shown.before[name] || 'none'} → ${value || 'none'}`).join(', ')
  return { ...shown, text: `${whose}: ${what}` }
}

function showAll (values: Readonly<Record<string, unknown>>): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => {
    const [parameter, show] = Object.hasOwn(shows, name) ? shows[name]! : [name, showPlain]
    return [parameter, show(value)]
  }))
}

function showPlain (value: unknown): string {
  if (value === null) return ''
  if (typeof value === 'boolean') return value ? 'On' : 'Off'
  return String(value)
}

function showStickysession (value: StickySession | null): string {
  if (value === null) return ''
  return value.cookie === value.path ? value.cookie : `${value.cookie}|${value.path}`
}
