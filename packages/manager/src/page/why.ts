import { reasons } from '@fastify-balancer/core'
import type { Reason } from '@fastify-balancer/core'
import { html } from 'ghtml'

/** Always in this order; the last two only where there are any. */
const order: readonly Reason[] = ['route', 'lbmethod', 'failover', 'redirect', 'source', 'learned', 'probe']

/** Why a balancer's last elections went where they went: stickiness, or balancing? */
export function why (counts: Readonly<Record<Reason, number>>): string {
  const all = reasons.reduce((sum, reason) => sum + counts[reason], 0)
  if (all === 0) return '<h4>Why elections go where they go</h4><p class="sub">none yet</p>'
  const shown = order.filter(reason => (reason !== 'learned' && reason !== 'probe') || counts[reason] > 0)
  let x = 0
  const parts = shown.map((reason, i) => {
    const width = Math.round(counts[reason] / all * 1_000)
    const bar = width === 0 ? '' : html`<rect class="r${i + 1}" x="${x}" y="0" width="${Math.max(width - 3, 2)}" height="8"/>`
    x += width
    return bar
  })
  return html`<h4>Why the last ${all} elections went where they went</h4><svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">!${parts}</svg><ul>!${shown.map((reason, i) => html`<li><span class="sw r${i + 1}"></span>${reason} <b>${counts[reason]}</b></li>`)}</ul>`
}
