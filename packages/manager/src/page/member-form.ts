import { flag } from '@fastify-balancer/core'
import type { MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { memberFields, readInt, states } from '../parameters.ts'
import { form } from './form.ts'
import { healthRows } from './health.ts'
import { actionsPanel, askPanel, editsPanel, noticePanel, sessionsPanel } from './panels.ts'
import { radioPair } from './radio-pair.ts'
import type { Draft, View } from './view.ts'

const labels: Readonly<Record<string, string>> = {
  w_lf: 'Load factor', w_ls: 'LB Set', w_wr: 'Route', w_rr: 'Route Redirect'
}

/** The form that edits a member: as it is, or as it was sent to be looked at. */
export function memberForm (page: View, { view, draft, ages, edits }: NonNullable<View['selected']>, member: MemberSnapshot): string {
  const { healthChecks } = page
  const switches = states.filter(([letter]) => letter !== 'C' || healthChecks !== null)
  const fields = memberFields.map(({ name, show }) => html`<tr><td>${labels[name]}:</td><td><input name='${name}' id='${name}' type=text value=!${valueOf(name, show(member), draft)} aria-label="${labels[name]}"${name === 'w_lf' ? ' autofocus' : ''}></td></tr>
`)
  const headings = switches.map(([, heading]) => html`<th>${heading}</th>`)
  const pairs = switches.map(([letter, heading]) => {
    const name = `w_status_${letter}`
    const is = (member.flags & flag[letter]) !== 0
    const text = draft?.texts.get(name)
    const wanted = text === undefined ? is : readInt(text) !== 0
    return html`<td>!${radioPair(name, wanted, heading, wanted !== is)}</td>
`
  })
  const look = view.looks.find(look => look.member === member)!
  const panels = [
    noticePanel(draft?.notice ?? null),
    askPanel(draft?.preview ?? null),
    actionsPanel(look),
    ages === null ? '' : sessionsPanel(ages),
    editsPanel(edits.filter(edit => edit.member === member.url), () => '')
  ]
  return form(`worker settings for ${member.url}`, { action: page.action, uri: page.uri, panels: panels.join('') }, view, member.url, html`!${fields}<tr><td>Status:</td><td><table><tr>!${headings}</tr>
<tr>!${pairs}</tr></table></td></tr>
!${healthChecks === null ? '' : healthRows(member, healthChecks, draft)}<tr><td colspan='2'><input type=submit value='Submit'></td></tr>
`)
}

/** A field's value, as it is or as it was sent, and whether these differ. */
export function valueOf (name: string, shown: string, draft: Draft | null): string {
  const value = draft?.texts.get(name) ?? shown
  return html`"${value}"!${value === shown ? '' : ' class=changed'}`
}
