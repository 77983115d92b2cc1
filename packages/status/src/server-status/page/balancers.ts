import { humanSize } from '@fastify-balancer/core'
import type { BalancerSnapshot, MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'

/** A balancer: its settings in one table, its members in another. As in httpd, the first table's row has no end. */
export function balancerSection (balancer: BalancerSnapshot): string {
  const { url, timeout, lbmethod, members } = balancer
  return html`<hr />
<h1>Proxy LoadBalancer Status for ${url}</h1>



<table border="0"><tr><th>SSes</th><th>Timeout</th><th>Method</th></tr>
<tr><td>${stickysession(balancer)}</td><td>${Math.floor(timeout / 1000)}</td><td>${lbmethod}</td>
</table>


<table border="0"><tr><th>Sch</th><th>Host</th><th>Stat</th><th>Route</th><th>Redir</th><th>F</th><th>Set</th><th>Acc</th><th>Busy</th><th>Wr</th><th>Rd</th></tr>
!${members.map(row)}</table>
`
}

function stickysession ({ stickysession }: BalancerSnapshot): string {
  if (stickysession === null) return ' - '
  const { cookie, path } = stickysession
  return cookie === path ? cookie : `${cookie} | ${path}`
}

function row (member: MemberSnapshot): string {
  const { scheme, hostname, status, route, redirect, loadfactor, lbset, elected, busy, transferred, read } = member
  return html`<tr>
<td>${scheme}</td><td>${hostname}</td><td>${status}</td><td>${route}</td><td>${redirect}</td><td>${loadfactor.toFixed(2)}</td><td>${lbset}</td><td>${elected}</td><td>${busy}</td><td>${humanSize(transferred)}</td><td>${humanSize(read)}</td>
</tr>
`
}

/** Stands once, after all balancers. */
export const balancerLegend = `<hr /><table>
<tr><th>SSes</th><td>Sticky session name</td></tr>
<tr><th>Timeout</th><td>Balancer Timeout</td></tr>
<tr><th>Sch</th><td>Connection scheme</td></tr>
<tr><th>Host</th><td>Backend Hostname</td></tr>
<tr><th>Stat</th><td>Worker status</td></tr>
<tr><th>Route</th><td>Session Route</td></tr>
<tr><th>Redir</th><td>Session Route Redirection</td></tr>
<tr><th>F</th><td>Load Balancer Factor</td></tr>
<tr><th>Acc</th><td>Number of uses</td></tr>
<tr><th>Wr</th><td>Number of bytes transferred</td></tr>
<tr><th>Rd</th><td>Number of bytes read</td></tr>
</table>`
