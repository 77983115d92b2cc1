import { html } from 'ghtml'
import type { JournalEvent } from '../journal.ts'
import { kindOf } from '../look/state.ts'
import { glyph } from './glyph.ts'
import type { Glyph } from './glyph.ts'
import type { BalancerView } from './view.ts'
import { clock } from './words.ts'

/** So many are written out. */
const listed = 5
/** So many are drawn. */
const drawn = 40
/** The time line is never shorter, nor longer, in minutes. */
const shortest = 10
const longest = 180
/** What the charts show, in minutes. */
const charts = 5
/** Distances of the time line's marks, in minutes. */
const steps = [2, 5, 10, 30] as const

const minute = 60_000

/** What happened of late, as a time line and as a list: what changed just before it got bad? */
export function ribbonCard (events: readonly JournalEvent[], balancers: readonly BalancerView[], now: number): string {
  const shown = events.filter(({ at }) => now - at < longest * minute).slice(-drawn)
  const length = Math.min(longest, Math.max(shortest, Math.ceil((now - (shown[0]?.at ?? now)) / minute) + 1))
  const x = (at: number): string => `${Math.max(0, 100 - (now - at) / (length * minute) * 100).toFixed(1)}%`
  const list = shown.length === 0
    ? '<p class="sub">Nothing has happened.</p>'
    : html`<ol>!${shown.toReversed().slice(0, listed).map(event => html`<li><time>${clock(event.at)}</time>!${glyph(glyphOf(event))}<span>!${tell(event, balancers)}</span></li>`)}</ol>`
  return html`<section class="card ribbon"><h2>What happened, last ${length} minutes</h2><svg class="time" role="img" aria-label="Time line of the events below, ${clock(now - length * minute).slice(0, 5)} to ${clock(now).slice(0, 5)}"><rect class="win" x="${x(now - charts * minute)}" y="0" width="${(charts / length * 100).toFixed(1)}%" height="26" rx="3"/><line class="ax" x1="0" x2="100%" y1="26" y2="26"/>!${ticks(now, length, x)}!${shown.map(event => html`<line class="ax" x1="${x(event.at)}" x2="${x(event.at)}" y1="20" y2="26"/><svg class="g ${glyphOf(event)}" x="${x(event.at)}" y="0"><use href="#g-${glyphOf(event)}" x="-7" y="3" width="14" height="14"/></svg>`)}</svg>!${list}</section>`
}

function ticks (now: number, length: number, x: (at: number) => string): string[] {
  const step = steps.find(step => length / step <= 8)! * minute
  const marks: string[] = []
  for (let at = Math.ceil((now - length * minute) / step) * step; at < now; at += step) {
    marks.push(html`<line class="ax" x1="${x(at)}" x2="${x(at)}" y1="26" y2="30"/><text x="${x(at)}" y="42">${clock(at).slice(0, 5)}</text>`)
  }
  return marks
}

function glyphOf ({ kind, to }: JournalEvent): Glyph {
  if (to !== null) return kindOf(to)
  return kind === 'edit' ? 'edit' : 'dot'
}

/** An event in a line. A change of state says so itself, without httpd's words for it. */
function tell ({ balancer, member, to, cause, by, with: means, note }: JournalEvent, balancers: readonly BalancerView[]): string {
  const looks = balancers.find(view => view.balancer.name === balancer)?.looks ?? []
  const name = member === null ? balancer : looks.find(look => look.member.url === member)?.name ?? member
  const others = by === null ? cause : cause.replace(/(?:, )?status [^,]*/, '').replace(/^, /, '')
  const what = [...to === null ? [] : [to.toLowerCase()], ...others === '' ? [] : [others]].join(by === null ? ': ' : ', ')
  const who = by === null ? '' : ` by ${by}${means === null ? '' : ` (${means})`}`
  return html`<b>${name}</b> ${what}${who}${note === '' ? '' : `: “${note}”`}`
}

/** What stands upright in the charts of a balancer: its events, as the `d` of a path. */
export function marksOf (events: readonly JournalEvent[], balancer: string, now: number, interval: number, samples: number): string {
  return events
    .filter(event => event.balancer === balancer && now - event.at < interval * samples)
    .map(({ at }) => `M${(samples - 1 - (now - at) / interval).toFixed(1)},0V72`)
    .join('')
}
