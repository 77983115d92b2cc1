import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { most } from '../look/survey.ts'
import { area, line, linear, newest } from './chart.ts'
import { amount, percent } from './words.ts'

const height = 72

/**
 * A member's requests per second: 5xx at the bottom, then 4xx, then the others.
 * @param top the highest rate of the balancer, so that its members' heights compare
 * @param marks what stands upright in its charts, as HTML
 */
export function requestsChart ({ rate, series }: MemberLook, top: number, marks: string): string {
  const shown = html`<p>Requests/s <b>${amount(rate)}</b>!${series === null ? '' : failures(series)}</p>`
  if (series === null) return shown
  const { requests, status4xx, status5xx } = series
  if (newest(requests) === null) return html`!${shown}<p class="none">not known yet</p>`
  if (most(requests) === 0) return html`!${shown}<p class="none">none in 5 min</p>`
  const y = linear(top, height)
  const errors = requests.map((value, i) => value === null ? null : (status4xx[i] ?? 0) + (status5xx[i] ?? 0))
  const known = requests.filter(value => value !== null)
  const label = `Requests a second, last 5 minutes: now ${amount(rate)}, least ${amount(Math.min(...known))}, most ${amount(Math.max(...known))}`
  return html`!${shown}<svg viewBox="0 0 59 72" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="s2" d="${area(requests, height, y)}"/>!${
    most(status4xx) > 0 ? html`<path class="s4" d="${area(errors, height, y)}"/>` : ''}!${
    most(status5xx) > 0 ? html`<path class="s5" d="${area(status5xx, height, y)}"/>` : ''}<path class="ln" d="${line(requests, y)}"/>!${marks}<path class="base" d="M0,72 59,72"/></svg>`
}

function failures ({ requests, status5xx }: { readonly requests: ReadonlyArray<number | null>, readonly status5xx: ReadonlyArray<number | null> }): string {
  let all = 0
  let failed = 0
  for (let i = 0; i < requests.length; i++) {
    all += requests[i] ?? 0
    failed += status5xx[i] ?? 0
  }
  if (all === 0) return ''
  return failed === 0 ? '<span class="end">no 5xx</span>' : html`<span class="end bad">${percent(failed / all)} 5xx</span>`
}
