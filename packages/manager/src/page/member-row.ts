import { humanSize } from '@fastify-balancer/core'
import type { MemberSnapshot } from '@fastify-balancer/core'
import { html } from 'ghtml'
import type { MemberLook } from '../look/member-look.ts'
import { healthCells } from './health.ts'
import { lane } from './lane.ts'
import { link } from './link.ts'
import type { BalancerView, View } from './view.ts'

/**
 * A member's row in the table of its balancer's members: httpd's cells on one line, the lane on the next.
 * @param id of the row in the page
 */
export function memberRow (page: View, view: BalancerView, look: MemberLook, id: string): string {
  const { member } = look
  const { url, socketPath } = member
  const name = socketPath === null ? html`${url}` : html`<i>unix:${socketPath}|${url}</i>`
  const texts = [...memberCells(member), ...(page.healthChecks === null ? [] : healthCells(member))]
  const cells = texts.map(cell => html`<td>${cell}</td>`)
  return html`<tr>
<td><a href="!${link(page.uri, view, url)}">!${name}</a></td>!${cells}
!${lane(page, view, look, id)}</tr>
`
}

/** The texts of httpd's cells behind the link. */
export function memberCells (member: MemberSnapshot): string[] {
  return [
    member.route,
    member.redirect,
    member.loadfactor.toFixed(2),
    String(member.lbset),
    member.status,
    String(member.elected),
    String(member.busy),
    String(member.lbstatus),
    humanSize(member.transferred),
    humanSize(member.read)
  ]
}
