import { html } from 'ghtml'
import { readInt, showStickysession, showTimeout } from '../parameters.ts'
import { form } from './form.ts'
import { valueOf } from './member-form.ts'
import { askPanel, editsPanel, membersPanel, noticePanel } from './panels.ts'
import { radioPair } from './radio-pair.ts'
import type { View } from './view.ts'

/** The form that edits a balancer. A member can be added while there is a free slot. */
export function balancerForm (page: View, { view, draft, edits }: NonNullable<View['selected']>): string {
  const { balancer, looks } = view
  const method = draft?.texts.get('b_lbm') ?? balancer.lbmethod
  const options = page.lbMethods.map(name => html`<option value='${name}'${name === method ? ' selected ' : ''}>${name}
`)
  const failover = draft?.texts.get('b_sforce')
  const nofailover = failover === undefined ? balancer.nofailover : readInt(failover) !== 0
  const addition = looks.length < balancer.maxMembers
    ? html`<tr><td>Add New Worker:</td><td><input name='b_nwrkr' id='b_nwrkr' size=32 type=text!${draft === null ? '' : html` value="${draft.texts.get('b_nwrkr') ?? ''}"`} aria-label="Add New Worker: URL">&nbsp;&nbsp;&nbsp;&nbsp;Are you sure? <input name='b_wyes' id='b_wyes' type=checkbox value='1' aria-label="Are you sure?"${draft?.texts.has('b_wyes') === true ? ' checked' : ''}></td></tr>`
    : ''
  const panels = [
    noticePanel(draft?.notice ?? null),
    askPanel(draft?.preview ?? null),
    membersPanel(looks, balancer.maxMembers),
    editsPanel(edits, url => looks.find(({ member }) => member.url === url)?.name ?? url)
  ]
  return form(`balancer settings for ${balancer.url}`, { action: page.action, uri: page.uri, panels: panels.join('') }, view, null, html`
<tr><td>LBmethod:</td><td>
<select name='b_lbm' id='b_lbm' aria-label="LBmethod" autofocus!${method === balancer.lbmethod ? '' : ' class=changed'}>!${options}</select>
</td></tr>
<tr><td>Timeout:</td><td><input name='b_tmo' id='b_tmo' type=text value=!${valueOf('b_tmo', showTimeout(balancer), draft)} aria-label="Timeout"></td></tr>
<tr><td>Failover Attempts:</td><td><input name='b_max' id='b_max' type=text value=!${valueOf('b_max', String(balancer.maxattempts), draft)} aria-label="Failover Attempts"></td></tr>
<tr><td>Disable Failover:</td><td>!${radioPair('b_sforce', nofailover, 'Disable Failover', nofailover !== balancer.nofailover)}</td>
</tr>
<tr><td>Sticky Session:</td><td><input name='b_ss' id='b_ss' size=64 type=text value =!${valueOf('b_ss', showStickysession(balancer), draft)} aria-label="Sticky Session">&nbsp;&nbsp;&nbsp;&nbsp;(Use '-' to delete)</td></tr>
!${addition}<tr><td colspan=2><input type=submit value='Submit'></td></tr>
`)
}
