import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { area, line, logarithmic, newest } from './chart.ts'
import { latency } from './words.ts'

const y = logarithmic(2, 3_000, 72)

const grid = [10, 100, 1_000].map(value => `M0,${y(value)} 59,${y(value)}`).join('')

/** A member's latency: the median as a line, up to p99 as a band, from 2 ms to 3 s; a slow member stands higher. */
export function latencyChart ({ series }: MemberLook, marks: string): string {
  if (series === null) return ''
  const { p50, p99 } = series
  const median = newest(p50)
  const worst = newest(p99)
  if (median === null || worst === null) return '<p>Latency</p><p class="none">no answers in 5 min</p>'
  const label = `Latency, last 5 minutes: median ${latency(median)}, 99th percentile ${latency(worst)}`
  return html`<p>p50 <b>${latency(median)}</b> p99 <b>${latency(worst)}</b></p><svg viewBox="0 0 59 72" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="gr" d="${grid}"/><path class="bd" d="${area(p99, p50, y)}"/><path class="p50" d="${line(p50, y)}"/>!${marks}<path class="base" d="M0,72 59,72"/></svg>`
}
