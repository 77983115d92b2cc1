import { html } from 'ghtml'
import { balancerForm } from './balancer-form.ts'
import { balancerSection } from './balancer-section.ts'
import { facts } from './facts.ts'
import { head } from './head.ts'
import { memberForm } from './member-form.ts'
import type { View } from './view.ts'

/**
 * The page, element by element as httpd writes it: published clients count its tables, follow its links and match its
 * lines.
 */
export function renderPage (view: View): string {
  const sections = view.balancers.map(balancer => html`<hr />
!${balancerSection(view.uri, balancer)}`)
  return html`!${head('Balancer Manager')}<body><h1>Load Balancer Manager for ${view.serverName}</h1>

!${facts(view)}!${sections}<hr />
!${selectedForm(view)}</body></html>
`
}

function selectedForm ({ selected, action, lbMethods }: View): string {
  if (selected === null) return ''
  return selected.member === null
    ? balancerForm(action, selected.view, lbMethods)
    : memberForm(action, selected.view, selected.member)
}
