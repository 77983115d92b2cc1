import { formatInterval, readInterval } from '@fastify-balancer/core'
import type { BalancerParameters, BalancerSnapshot, MemberParameters, MemberSnapshot, StatusLetter } from '@fastify-balancer/core'

/** How a field of httpd's forms and a parameter of core become each other. */
export interface Field<Shown, Parameters> {
  /** The form's name for it. */
  readonly name: string
  readonly parameter: keyof Parameters
  /** What the form shows. */
  readonly show: (shown: Shown) => string
  /** What is handed to core for a text of the form; undefined: the text is not accepted. */
  readonly read: (text: string) => unknown
}

export type MemberField = Field<MemberSnapshot, MemberParameters>
export type BalancerField = Field<BalancerSnapshot, BalancerParameters>

/** Longest route and redirect; a longer one clears. */
const maxRoute = 63
/** Longest text of `b_ss`. */
const maxStickysession = 62
/** Longest `timeout` of a balancer, in milliseconds. */
const maxTimeout = 7_200_000

/** The fields of the form of a member. */
export const memberFields: readonly MemberField[] = [
  { name: 'w_lf', parameter: 'loadfactor', show: member => member.loadfactor.toFixed(2), read: text => Number.parseFloat(text) },
  { name: 'w_ls', parameter: 'lbset', show: member => String(member.lbset), read: readInt },
  { name: 'w_wr', parameter: 'route', show: member => member.route, read: readRoute },
  { name: 'w_rr', parameter: 'redirect', show: member => member.redirect, read: readRoute }
]

/** The fields of the form of a balancer. */
export const balancerFields: readonly BalancerField[] = [
  { name: 'b_lbm', parameter: 'lbmethod', show: balancer => balancer.lbmethod, read: text => text },
  { name: 'b_tmo', parameter: 'timeout', show: showTimeout, read: readTimeout },
  { name: 'b_max', parameter: 'maxattempts', show: balancer => String(balancer.maxattempts), read: readInt },
  { name: 'b_sforce', parameter: 'nofailover', show: balancer => balancer.nofailover ? '1' : '0', read: text => readInt(text) !== 0 },
  { name: 'b_ss', parameter: 'stickysession', show: showStickysession, read: readStickysession }
]

/** The states that a form may switch, as `w_status_X`, with their headings, in its order; C only where members are checked. */
export const states: ReadonlyArray<readonly [letter: StatusLetter, heading: string]> = [
  ['I', 'Ignore Errors'],
  ['N', 'Draining Mode'],
  ['D', 'Disabled'],
  ['H', 'Hot Standby'],
  ['R', 'Hot Spare'],
  ['C', 'HC Fail'],
  ['S', 'Stopped']
]

/** Seconds, or milliseconds with their unit. */
export function showTimeout ({ timeout }: BalancerSnapshot): string {
  return formatInterval(timeout, 's')
}

/** `NAME`, or `COOKIE|PATHPARAM` where they differ; empty: no stickiness. */
export function showStickysession ({ stickysession }: BalancerSnapshot): string {
  if (stickysession === null) return ''
  const { cookie, path } = stickysession
  return cookie === path ? cookie : `${cookie}|${path}`
}

/** Reads a number as C's atoi: what follows the digits is ignored, no digits are 0. */
export function readInt (text: string): number {
  const number = Number.parseInt(text, 10)
  return Number.isNaN(number) ? 0 : number
}

function readRoute (text: string): string {
  return text.length > maxRoute ? '' : text
}

function readTimeout (text: string): string | null | undefined {
  const timeout = readInterval(text, 's') ?? readInt(text) * 1_000
  if (timeout === 0) return null
  return timeout <= maxTimeout ? formatInterval(timeout, 's') : undefined
}

function readStickysession (text: string): string | null | undefined {
  if (text === '-') return null
  return text.length <= maxStickysession ? text : undefined
}
