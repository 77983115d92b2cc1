import { triedAgainAt } from '@fastify-balancer/core'
import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { words } from '../look/state.ts'
import { glyph } from './glyph.ts'
import { causeOf, countdown, outlook } from './state-cell.ts'
import { countStates } from './summary.ts'
import type { BalancerView } from './view.ts'
import { amount, counted, duration, latency } from './words.ts'

/** So many are named; the others are counted. */
const named = 6

interface Alarm {
  readonly view: BalancerView
  readonly look: MemberLook
}

/** What is wrong, worst first, and how many members are in which state. */
export function alarmsCard (balancers: readonly BalancerView[], now: number): string {
  const alarms: Alarm[] = []
  for (const view of balancers) {
    for (const look of view.looks) {
      if (look.state.kind !== 'ok' && look.state.kind !== 'idle') alarms.push({ view, look })
    }
  }
  const rank = ({ look }: Alarm): number => words.findIndex(({ word }) => word === look.state.word)
  alarms.sort((a, b) => rank(a) - rank(b))
  const deserted = balancers.filter(({ looks }) => looks.length > 0 && !looks.some(({ member }) => member.usable))
  const list = [
    ...deserted.map(({ balancer }) => html`<li>!${glyph('err')}<span><b>${balancer.name}</b> has no member that can serve</span></li>`),
    ...alarms.slice(0, named).map(alarm => item(alarm, now)),
    ...alarms.length > named ? [html`<li>!${glyph(alarms[named]!.look.state.kind)}<span>and ${counted(alarms.length - named, 'member')} more</span></li>`] : []
  ]
  const counts = countStates(balancers.flatMap(({ looks }) => looks)).map(([{ kind, word }, count]) => html`<li>!${glyph(kind)}<b>${amount(count)}</b> ${word.toLowerCase()}</li>`)
  return html`<section class="card attn"><h2>Needs a look</h2>!${
    list.length === 0 ? '<p class="calm">Nothing needs a look</p>' : html`<ol>!${list}</ol>`}<ul class="counts" aria-label="Members by state">!${counts}</ul></section>`
}

function item ({ view, look }: Alarm, now: number): string {
  const { member, name, state, slow, drain, since } = look
  const aside = state.word === 'In error'
    ? html`<small>next try !${countdown(Math.max(0, triedAgainAt(member) - now))}</small>`
    : state.word === 'Draining' && drain !== null && drain.sessionsAtStart > 0 ? html`<small>${outlook(drain, now).replace(/;.*/, '')}</small>` : ''
  const what = slow !== null && state.kind === 'slow'
    ? `is slow: p99 ${latency(slow.p99)}, its peers ${latency(slow.peers)}`
    : state.word === 'In error'
      ? `is in error${since.cause === '' ? ` for ${duration(now - member.errorTime)}` : `: ${causeOf(since)}`}`
      : state.word === 'Draining'
        ? drain !== null && drain.sessionsAtStart > 0 ? `drains: ${amount(drain.sessionsLeft)} of ${counted(drain.sessionsAtStart, 'session')} left` : `drains, ${member.busy} busy`
        : `fails its check${since.cause === '' ? '' : `: ${since.cause}`}`
  return html`<li>!${glyph(state.kind)}<span><b>${name}</b> in ${view.balancer.name} ${what}</span>!${aside}</li>`
}
