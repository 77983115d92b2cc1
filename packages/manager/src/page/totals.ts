import type { MemberSeries } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { most } from '../look/survey.ts'
import { area, line, linear, logarithmic, newest } from './chart.ts'
import type { Scale, Values } from './chart.ts'
import { amount, latency, percent } from './words.ts'

const height = 48

/** Four numbers of all balancers together, with their history: is it the whole system, or one member? */
export function totalsCard (totals: MemberSeries, balancers: number): string {
  const { requests, status5xx, p99 } = totals
  const rate = newest(requests)
  const failed = requests.map((all, i) => all === null ? null : all === 0 ? 0 : (status5xx[i] ?? 0) / all)
  const worst = newest(p99)
  const whose = balancers === 1 ? 'The balancer' : balancers === 2 ? 'Both balancers' : `All ${balancers} balancers`
  return html`<section class="card kpi"><h2>${whose}, last 5 minutes</h2><ul>!${[
    number('Requests', rate === null ? '–' : amount(rate), ' /s', requests, linear(most(requests), height), 's2', 'Requests a second'),
    number('Answered 5xx', ...split(percent(newest(failed) ?? 0)), failed, linear(Math.max(most(failed), 0.01), height), 's5', 'Part of answers that were 5xx'),
    number('Latency p99', ...(worst === null ? ['–', ''] as const : split(latency(worst))), p99, logarithmic(2, 3_000, height), 's2', '99th percentile of latency'),
    number('Busy', amount(newest(totals.busy) ?? 0), '', totals.busy, linear(most(totals.busy), height), 's2', 'Busy connections')
  ]}</ul></section>`
}

function split (text: string): readonly [value: string, unit: string] {
  const [value, unit] = text.split(' ')
  return [value!, ` ${unit}`]
}

function number (name: string, value: string, unit: string, values: Values, y: Scale, fill: string, label: string): string {
  return html`<li><span class="k sub">${name}</span><span class="n">${value}<small>${unit}</small></span><svg viewBox="0 0 59 48" preserveAspectRatio="none" role="img" aria-label="${label}, last 5 minutes"><path class="${fill}" d="${area(values, height, y)}"/>!${fill === 's2' ? html`<path class="ln" d="${line(values, y)}"/>` : ''}<path class="base" d="M0,48 59,48"/></svg></li>`
}
