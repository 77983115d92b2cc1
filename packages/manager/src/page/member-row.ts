import type { MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import { humanSize } from './human-size.ts'
import { link } from './link.ts'
import type { BalancerView } from './view.ts'

/** A member's row in the table of its balancer's members. */
export function memberRow (uri: string, view: BalancerView, member: MemberSnapshot): string {
  const { url, socketPath } = member
  const name = socketPath === null ? html`${url}` : html`<i>unix:${socketPath}|${url}</i>`
  return html`<tr>
<td><a href="!${link(uri, view, url)}">!${name}</a></td><td>${member.route}</td><td>${member.redirect}</td><td>${member.loadfactor.toFixed(2)}</td><td>${member.lbset}</td><td>${member.status}</td><td>${member.elected}</td><td>${member.busy}</td><td>${member.lbstatus}</td><td>${humanSize(member.transferred)}</td><td>${humanSize(member.read)}</td></tr>
`
}
