import { html } from 'ghtml'
import { protect } from '../form-data.ts'
import type { BalancerView } from './view.ts'

/** The address that selects a balancer, or one of its members, written for an attribute. */
export function link (uri: string, { balancer, nonce }: BalancerView, member: string | null): string {
  const w = member === null ? '' : html`&amp;w=${inLink(member)}`
  return html`${uri}?b=${inLink(balancer.name)}!${w}&amp;nonce=${inLink(nonce)}`
}

function inLink (value: string): string {
  return protect(value).replace(/[%&#]/g, encodeURIComponent)
}
