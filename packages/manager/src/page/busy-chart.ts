import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { most } from '../look/survey.ts'
import { area, line, linear } from './chart.ts'

const height = 72

/** A member's requests in flight, against its `max` where it has one, else against the most there were. */
export function busyChart ({ member, series }: MemberLook): string {
  const shown = html`<p>Busy <b>${member.busy}</b>${member.max > 0 ? ` of ${member.max}` : ''}</p>`
  if (series === null) return shown
  const highest = most(series.busy)
  if (highest === 0) return html`!${shown}<p class="none">idle</p>`
  const y = linear(member.max > 0 ? Math.max(member.max, highest) : highest, height, 4)
  const label = `Busy connections, last 5 minutes: now ${member.busy}${member.max > 0 ? ` of ${member.max}` : ''}, most ${highest}`
  const ceiling = member.max > 0 ? html`<path class="max" d="M0,${y(member.max)} 59,${y(member.max)}"/>` : ''
  return html`!${shown}<svg viewBox="0 0 59 72" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="s2" d="${area(series.busy, height, y)}"/><path class="ln" d="${line(series.busy, y)}"/>!${ceiling}<path class="base" d="M0,72 59,72"/></svg>`
}
