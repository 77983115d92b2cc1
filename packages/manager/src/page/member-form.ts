import { flag } from '@fastify-balancer/core'
import type { MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { memberFields, states } from '../parameters.ts'
import { form } from './form.ts'
import { radioPair } from './radio-pair.ts'
import type { BalancerView } from './view.ts'

const labels: Readonly<Record<string, string>> = {
  w_lf: 'Load factor', w_ls: 'LB Set', w_wr: 'Route', w_rr: 'Route Redirect'
}

const switches = states.filter(([, heading]) => heading !== null)

/** The form that edits a member. */
export function memberForm (action: string, view: BalancerView, member: MemberSnapshot): string {
  const fields = memberFields.map(({ name, show }) => html`<tr><td>${labels[name]}:</td><td><input name='${name}' id='${name}' type=text value="${show(member)}" aria-label="${labels[name]}"!${name === 'w_lf' ? ' autofocus' : ''}></td></tr>
`)
  const headings = switches.map(([, heading]) => html`<th>${heading}</th>`)
  const pairs = switches.map(([letter]) => html`<td>!${radioPair(`w_status_${letter}`, (member.flags & flag[letter]) !== 0)}</td>
`)
  return form(`worker settings for ${member.url}`, action, view, member.url, html`!${fields}<tr><td>Status:</td><td><table><tr>!${headings}</tr>
<tr>!${pairs}</tr></table></td></tr>
<tr><td colspan='2'><input type=submit value='Submit'></td></tr>
`)
}
