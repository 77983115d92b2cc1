import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { actionButtons } from './actions.ts'
import { busyChart } from './busy-chart.ts'
import { latencyChart } from './latency-chart.ts'
import { requestsChart } from './requests-chart.ts'
import { shareBars } from './share-bars.ts'
import { stateCell } from './state-cell.ts'
import type { BalancerView, View } from './view.ts'

/** The parts of a lane, by their class, as HTML; each is brought up to date by itself. */
export type LaneParts = ReadonlyArray<readonly [name: string, content: string]>

/** The cell that is not httpd's, after its last: state, share, requests, latency and busy of the last minutes. */
export function lane (page: View, view: BalancerView, look: MemberLook, id: string): string {
  const chosen = page.selected?.member?.url === look.member.url && page.selected.view === view
  const all = laneParts(page.now, view, look, `${page.action.replace(/\/$/, '')}/api`, id)
  const parts = all.filter(([name]) => page.mayChange || name !== 'do').map(([name, content]) => html`<div class="${name}">!${content}</div>`)
  return html`<td class="lane is-${look.state.kind}${chosen ? ' sel' : ''}" data-m="${look.name}">!${parts}</td>`
}

/**
 * @param api where the JSON API is
 * @param id of this lane in the page
 */
export function laneParts (now: number, view: BalancerView, look: MemberLook, api: string, id: string): LaneParts {
  const marks = view.marks === '' ? '' : html`<path class="ev" d="${view.marks}"/>`
  return [
    ['st', stateCell(look, now)],
    ['m share', shareBars(look)],
    ['m rps', requestsChart(look, view.highest, marks)],
    ['m lat', latencyChart(look, marks)],
    ['m busy', busyChart(look)],
    ['do', actionButtons(look, api, view.balancer.name, look.series === null ? null : `curl-${id}`)]
  ]
}
