import { html } from 'ghtml'
import { showStickysession, showTimeout } from '../parameters.ts'
import { link } from './link.ts'
import { memberRow } from './member-row.ts'
import type { BalancerView } from './view.ts'

/** A balancer: its heading, its settings in one table, its members in another. */
export function balancerSection (uri: string, view: BalancerView): string {
  const { balancer, id, path } = view
  const { members } = balancer
  return html`<h3>LoadBalancer Status for <a href="!${link(uri, view, null)}">${balancer.url}</a> [${id}]</h3>


<table><tr><th>MaxMembers</th><th>StickySession</th><th>DisableFailover</th><th>Timeout</th><th>FailoverAttempts</th><th>Method</th><th>Path</th><th>Active</th></tr>
<tr><td>${balancer.maxMembers} [${members.length} Used]</td>
<td>${showStickysession(balancer) || ' (None) '}</td><td>${balancer.nofailover ? 'On' : 'Off'}</td>
<td>${showTimeout(balancer)}</td><td>${balancer.maxattempts}</td>
<td>${balancer.lbmethod}</td>
<td>${path}</td>
<td>Yes</td>
</tr>
</table>
<br />

<table><tr><th>Worker URL</th><th>Route</th><th>RouteRedir</th><th>Factor</th><th>Set</th><th>Status</th><th>Elected</th><th>Busy</th><th>Load</th><th>To</th><th>From</th></tr>
!${members.map(member => memberRow(uri, view, member))}</table>
`
}
