import { html } from 'ghtml'
import { inSlices } from '../look/slices.ts'
import { showStickysession, showTimeout } from '../parameters.ts'
import { healthHeadings } from './health.ts'
import { link } from './link.ts'
import { memberRow } from './member-row.ts'
import { summary } from './summary.ts'
import type { BalancerView, View } from './view.ts'
import { why } from './why.ts'

const legend = `<p class="legend"><span><span class="sw ka"></span>share of requests</span><span><span class="sw kw"></span>share by weight</span><span><span class="sw k2"></span>answered</span><span><span class="sw k4"></span>4xx</span><span><span class="sw k5"></span>5xx</span><span><span class="sw kb"></span>p50 to p99, logarithmic, lines at 10 ms, 100 ms, 1 s</span><span>dashed: max connections</span><span>dotted upright: an event</span></p>
`

/** A balancer: its heading, its settings in one table, its members in another, slice by slice. */
export async function * balancerSection (page: View, view: BalancerView): AsyncGenerator<string> {
  const { balancer, id, path, looks } = view
  const checks = page.healthChecks === null ? [] : healthHeadings.map(heading => html`<th>${heading}</th>`)
  const isSelected = page.selected?.view === view
  yield html`<h3>LoadBalancer Status for <a href="!${link(page.uri, view, null)}">${balancer.url}</a> [${id}]</h3>
<p class="bsum${isSelected ? ' sel' : ''}">!${summary(looks)}</p>


<table><tr><th>MaxMembers</th><th>StickySession</th><th>DisableFailover</th><th>Timeout</th><th>FailoverAttempts</th><th>Method</th><th>Path</th><th>Active</th></tr>
<tr><td>${balancer.maxMembers} [${looks.length} Used]</td>
<td>${showStickysession(balancer) || ' (None) '}</td><td>${balancer.nofailover ? 'On' : 'Off'}</td>
<td>${showTimeout(balancer)}</td><td>${balancer.maxattempts}</td>
<td>${balancer.lbmethod}</td>
<td>${path}</td>
<td>Yes</td>
</tr>
</table>
<section class="why">!${why(view.reasons)}</section>
<br />

<table><caption>Members of ${balancer.name}: httpd’s columns, and under them each member’s last 5 minutes</caption><tr><th>Worker URL</th><th>Route</th><th>RouteRedir</th><th>Factor</th><th>Set</th><th>Status</th><th>Elected</th><th>Busy</th><th>Load</th><th>To</th><th>From</th>!${checks}</tr>
`
  const n = page.balancers.indexOf(view)
  let m = 0
  for await (const slice of inSlices(looks)) yield slice.map(look => memberRow(page, view, look, `${n}-${m++}`)).join('')
  yield html`</table>
!${legend}`
}
