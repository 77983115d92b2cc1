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
export function lane (page: View, view: BalancerView, look: MemberLook): string {
  const chosen = page.selected?.member?.url === look.member.url && page.selected.view === view
  const parts = laneParts(page.now, view, look).map(([name, content]) => html`<div class="${name}">!${content}</div>`)
  return html`<td class="lane is-${look.state.kind}${chosen ? ' sel' : ''}" data-m="${look.name}">!${parts}</td>`
}

export function laneParts (now: number, view: BalancerView, look: MemberLook): LaneParts {
  const marks = '' // TODO events
  const parts: Array<readonly [string, string]> = [
    ['st', stateCell(look, now)],
    ['m share', shareBars(look)],
    ['m rps', requestsChart(look, view.highest, marks)],
    ['m lat', latencyChart(look, marks)],
    ['m busy', busyChart(look)],
    ['do', actionButtons(look)]
  ]
  return parts.filter(([, content]) => content !== '')
}
