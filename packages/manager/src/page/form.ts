import { html } from 'ghtml'
import { protect } from '../form-data.ts'
import type { BalancerView } from './view.ts'

/**
 * The frame of an edit form: what it is for, where it goes and what it carries along unseen.
 * @param what names what is edited, such as `worker settings for http://10.0.0.1`
 * @param member the URL of the member that is edited; null: the balancer itself
 * @param rows the table's rows, as HTML
 */
export function form (what: string, action: string, { balancer, nonce }: BalancerView, member: string | null, rows: string): string {
  const w = member === null
    ? ''
    : html`<input type=hidden name='w' id='w' value="${protect(member)}">
`
  return html`<h3>Edit ${what}</h3>
<form method='POST' enctype='application/x-www-form-urlencoded' action="${action}">
<table>!${rows}</table>
!${w}<input type=hidden name='b' id='b' value="${protect(balancer.name)}">
<input type=hidden name='nonce' id='nonce' value='${protect(nonce)}'>
</form>
<hr />
`
}
