import { html } from 'ghtml'
import { showStickysession, showTimeout } from '../parameters.ts'
import { form } from './form.ts'
import { radioPair } from './radio-pair.ts'
import type { BalancerView } from './view.ts'

/** The form that edits a balancer. A member can be added while there is a free slot. */
export function balancerForm (action: string, view: BalancerView, lbMethods: readonly string[]): string {
  const { balancer } = view
  const options = lbMethods.map(name => html`<option value='${name}'${name === balancer.lbmethod ? ' selected ' : ''}>${name}
`)
  const addition = balancer.members.length < balancer.maxMembers
    ? "<tr><td>Add New Worker:</td><td><input name='b_nwrkr' id='b_nwrkr' size=32 type=text aria-label='Add New Worker: URL'>&nbsp;&nbsp;&nbsp;&nbsp;Are you sure? <input name='b_wyes' id='b_wyes' type=checkbox value='1' aria-label='Are you sure?'></td></tr>"
    : ''
  return form(`balancer settings for ${balancer.url}`, action, view, null, html`
<tr><td>LBmethod:</td><td>
<select name='b_lbm' id='b_lbm' aria-label="LBmethod" autofocus>!${options}</select>
</td></tr>
<tr><td>Timeout:</td><td><input name='b_tmo' id='b_tmo' type=text value='${showTimeout(balancer)}' aria-label="Timeout"></td></tr>
<tr><td>Failover Attempts:</td><td><input name='b_max' id='b_max' type=text value='${balancer.maxattempts}' aria-label="Failover Attempts"></td></tr>
<tr><td>Disable Failover:</td><td>!${radioPair('b_sforce', balancer.nofailover)}</td>
</tr>
<tr><td>Sticky Session:</td><td><input name='b_ss' id='b_ss' size=64 type=text value ="${showStickysession(balancer)}" aria-label="Sticky Session">&nbsp;&nbsp;&nbsp;&nbsp;(Use '-' to delete)</td></tr>
!${addition}<tr><td colspan=2><input type=submit value='Submit'></td></tr>
`)
}
