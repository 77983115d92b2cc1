import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { percent } from './words.ts'

/** So far a share may be off its weight without a word, in percentage points. */
const tolerance = 3

const width = 200

/** A member's part of the requests above its part by load factor: amber what is too much, dashed what is missing. */
export function shareBars ({ share, weight }: MemberLook): string {
  if (weight === null && (share ?? 0) === 0) {
    return '<p>Share <b>0 %</b><span class="end">held in reserve</span></p><p class="none">no weight of its own</p>'
  }
  const due = weight ?? 0
  if (share === null) return html`<p>Share weight ${percent(due)}</p><p class="none">too few requests to tell</p>`
  const points = Math.round((share - due) * 100)
  const isOff = Math.abs(points) >= tolerance
  const verdict = isOff
    ? html`<span class="end warn">${points > 0 ? '+' : '−'}${Math.abs(points)} points</span>`
    : '<span class="end">on target</span>'
  const x = (part: number): number => Math.round(part * width)
  const off = !isOff
    ? ''
    : points > 0
      ? html`<rect class="over" x="${x(due)}" y="6" width="${x(share) - x(due)}" height="12"/>`
      : html`<rect class="miss" x="${x(share)}" y="6.5" width="${x(due) - x(share)}" height="11"/>`
  const own = isOff ? Math.min(share, due) : share
  return html`<p>Share <b>${percent(share)}</b> weight ${percent(due)}!${verdict}</p><svg viewBox="0 0 200 36" preserveAspectRatio="none" role="img" aria-label="Share of requests ${percent(share)}, by weight ${percent(due)}"><rect class="tot" x="0" y="6" width="200" height="12"/><rect class="act" x="0" y="6" width="${x(own)}" height="12"/>!${off}<rect class="wt" x="0" y="22" width="${x(due)}" height="4"/><rect class="wt" x="${Math.max(x(due) - 0.5, 0)}" y="4" width="1" height="22"/></svg>`
}
