import type { SessionAges } from '@fastify-balancer/core'
import { html } from 'ghtml'
import type { Edit } from '../journal.ts'
import type { MemberLook } from '../look/member-look.ts'
import { actionsFor } from './actions.ts'
import { previewPanel } from './preview-panel.ts'
import type { Preview } from './preview-panel.ts'
import { amount, clock, counted } from './words.ts'

/** Why nothing was done. */
export function noticePanel (notice: string | null): string {
  if (notice === null) return ''
  return html`<section class="panel"><p class="bad" role="alert"><b>${notice}</b></p></section>
`
}

/** What the form would do, made by the server, and the button that asks for it. */
export function askPanel (preview: Preview | null): string {
  if (preview === null) return '<p class="acts"><button type="submit" name="preview" value="1">Preview</button></p>\n'
  return html`<section class="panel pre" aria-labelledby="pre-h">!${previewPanel(preview, true)}<p class="acts"><button type="submit" name="preview" value="1">Preview again</button></p></section>
`
}

/** What is likely to be done to a member, each with one button. They are of another form, so no half edited field goes with them. */
export function actionsPanel (look: Pick<MemberLook, 'state'>): string {
  return html`<section class="panel" aria-labelledby="q-h"><h4 id="q-h">At once</h4><ul class="quick">!${actionsFor(look).map(({ label, field, value, consequence, isHarsh }) => html`<li><b>${label}</b><span><button type="submit" form="quick" name="${field}" value="${value}"!${isHarsh === true ? ' class=danger' : ''}>${label}</button></span><p class="sub">${consequence}</p></li>`)}</ul></section>
`
}

const spans = ['under 1 min', '1 to 5 min', '5 to 15 min', '15 to 30 min', 'longer ago'] as const

/** When the sessions of a draining member were used last. */
export function sessionsPanel (ages: SessionAges): string {
  const all = ages.reduce((sum, count) => sum + count, 0)
  const most = Math.max(...ages)
  if (all === 0) return ''
  return html`<section class="panel" aria-labelledby="s-h"><h4 id="s-h">Who is still here: ${counted(all, 'session')}</h4><p class="sub">Last seen</p><div class="hist">!${ages.map((count, i) => html`<span>${spans[i]}</span><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="tot" width="100" height="8"/><rect class="v" width="${Math.round(count / most * 100)}" height="8"/></svg><b>${amount(count)}</b>`)}</div></section>
`
}

/** So many edits are shown. */
const shownEdits = 10

/** What operators did here, and a button to take it back. */
export function editsPanel (edits: readonly Edit[], nameOf: (url: string) => string): string {
  if (edits.length === 0) return ''
  return html`<section class="panel" aria-labelledby="e-h"><h4 id="e-h">Edits here</h4><ul class="quick">!${edits.slice(0, shownEdits).map(({ id, at, by, with: means, note, member, changes, undoable }) => html`<li><b>${member === null ? '' : `${nameOf(member)} `}${changes.map(({ field, from, to }) => `${field} ${word(from)} → ${word(to)}`).join(', ')}</b>!${undoable ? html`<span><button type="submit" form="quick" name="undo" value="${id}">Undo</button></span>` : ''}<p class="sub">${clock(at)} by ${by}${means === null ? '' : ` (${means})`}${note === '' ? '' : `, “${note}”`}</p></li>`)}</ul></section>
`
}

/** httpd's words for a state are written without its first one: scripts look for that. */
function word (value: unknown): string {
  return value === null || value === '' ? 'none' : String(value).replace(/^Init /, '')
}

/** A balancer's members, each with a button to remove it, which httpd has not. */
export function membersPanel (looks: readonly MemberLook[], maxMembers: number): string {
  return html`<section class="panel" aria-labelledby="w-h"><h4 id="w-h">Members: ${looks.length} of ${counted(maxMembers, 'place')} used</h4><p class="sub">A member added here starts disabled, so that nothing reaches it before you say so. Who removes one ends neither its requests nor its answers: it gets no more of them, and its sessions fail over.</p><ul class="quick">!${looks.slice(0, mostRemovable).map(({ member, name, state, weight }) => html`<li><b>${name}</b><span><button type="submit" form="quick" name="remove" value="${member.url}" class="danger" aria-label="Remove ${name}">Remove</button></span><p class="sub">${state.word}${weight === null ? '' : `; the others of lbset ${member.lbset} take its ${Math.round(weight * 100)} %`}</p></li>`)}</ul></section>
`
}

/** More of them are removed by the API. */
const mostRemovable = 100
