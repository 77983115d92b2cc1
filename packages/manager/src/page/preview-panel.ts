import { html } from 'ghtml'
import type { Rehearsed } from '../look/rehearse.ts'
import { amount, counted, percent } from './words.ts'

/** So many members are drawn, those whose share changes most. */
const drawn = 12

/** What a change would do, before it is made. */
export interface Preview {
  /** What would be other than now, in the form's words. */
  readonly changes: ReadonlyArray<{ readonly name: string, readonly from: string, readonly to: string }>
  /** Elections without and with the changes; null: too many members, or the changes cannot be made. */
  readonly rehearsed: { readonly before: readonly Rehearsed[], readonly after: readonly Rehearsed[] } | null
  /** Sessions that would fail over with their next request, and those that would stay where they are; null: not counted here. */
  readonly sessions: { readonly moving: number, readonly staying: number } | null
  /** Why the changes cannot be made; null: they can. */
  readonly refusal: string | null
}

/**
 * The changes as before → after, and then what they do.
 * @param isPanel with a heading of its own
 */
export function previewPanel ({ changes, rehearsed, sessions, refusal }: Preview, isPanel: boolean): string {
  const heading = refusal !== null
    ? 'Not possible'
    : changes.length === 0 ? 'Nothing would change' : `Not applied yet: ${counted(changes.length, 'change')}`
  return html`!${isPanel ? html`<h4 id="pre-h">${heading}</h4>` : html`<p><b>${heading}</b></p>`}!${refusal === null ? '' : html`<p class="bad">${refusal}</p>`}<ul>!${changes.map(({ name, from, to }) => html`<li>${name} <b>${from} → ${to}</b></li>`)}</ul>!${rehearsed === null ? '' : outcome(rehearsed)}!${sessions === null ? '' : html`<p class="sub">${sessionsText(sessions)}</p>`}`
}

function sessionsText ({ moving, staying }: { readonly moving: number, readonly staying: number }): string {
  if (moving === 0) return staying === 0 ? 'No session is known here.' : `No session moves: ${amount(staying)} stay.`
  return `${counted(moving, 'session')} ${moving === 1 ? 'fails' : 'fail'} over with the next request; what ${moving === 1 ? 'it holds' : 'they hold'} in memory is lost.`
}

function outcome ({ before, after }: NonNullable<Preview['rehearsed']>): string {
  const pairs = after.map(now => ({ now, was: before.find(({ url }) => url === now.url) }))
  const shown = pairs
    .map(({ now, was }) => ({ name: now.name, from: was?.share ?? 0, to: now.share, busy: was === undefined ? null : [was.busy, now.busy] as const }))
    .toSorted((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, drawn)
  if (after.every(({ share }) => share === 0)) return '<p class="bad">No member would be left for new sessions: they get 503.</p>'
  const label = `Share of new sessions before and after: ${shown.map(({ name, from, to }) => `${name} ${percent(from)} to ${percent(to)}`).join(', ')}`
  const busy = shown.filter(({ busy }) => busy !== null && Math.round(busy[0]) !== Math.round(busy[1]))
    .map(({ name, busy }) => `${name} from about ${Math.round(busy![0])} to ${Math.round(busy![1])}`)
  return html`<p class="sub">Share of new sessions, of a thousand elections made now and with it:</p><div class="diff" role="img" aria-label="${label}">!${shown.map(({ name, from, to }) => html`<span>${name}</span><svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect class="tot" width="100" height="12"/><rect class="was" width="${Math.round(from * 100)}" height="5"/><rect class="now" y="6" width="${Math.round(to * 100)}" height="6"/></svg><span>${percent(from)} → <b>${percent(to)}</b></span>`)}</div>!${busy.length === 0 ? '' : html`<p class="sub">Busy: ${busy.join(', ')}.</p>`}`
}
