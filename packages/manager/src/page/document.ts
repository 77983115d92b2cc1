import { html } from 'ghtml'
import { shapeOf } from '../look/shape.ts'
import { alarmsCard } from './alarms.ts'
import { balancerForm } from './balancer-form.ts'
import { balancerSection } from './balancer-section.ts'
import { facts } from './facts.ts'
import { glyph, glyphs } from './glyph.ts'
import { head } from './head.ts'
import { expressionTable } from './health.ts'
import { memberForm } from './member-form.ts'
import { ribbonCard } from './ribbon.ts'
import { totalsCard } from './totals.ts'
import type { View } from './view.ts'
import { clock } from './words.ts'

/**
 * The page, part by part, httpd's elements as httpd writes them: published clients count its tables, follow its links and
 * match its lines. What is drawn around them uses elements that httpd's page has none of.
 */
export async function * renderPage (view: View): AsyncGenerator<string> {
  const { balancers, selected } = view
  yield html`!${head('Balancer Manager', view.base, `${selected === null ? 'main' : 'edit'}${view.healthChecks === null ? '' : ' hc'}`)}<body><h1>Load Balancer Manager for ${view.serverName}</h1>
<p class="sr" role="status" id="say"></p>
<p class="live" data-base="${view.base}" data-shape="${shapeOf(balancers)}">!${glyph('dot')}<span>as of <time>${clock(view.now)}</time></span></p>

!${facts(view)}!${glyphs}!${alarmsCard(balancers, view.now)}
!${totalsCard(view.totals, balancers.length)}
!${ribbonCard(view.events, balancers, view.now)}
!${selected === null
? html`<aside class="card tools" aria-label="Find a session, other formats"><iframe title="Find a session, other formats" src="${view.base}/tools"></iframe></aside>
`
: ''}<h2 class="sr">Balancers</h2>
`
  for (const balancer of balancers) {
    yield '<hr />\n'
    yield * balancerSection(view, balancer)
  }
  yield html`<hr />
!${view.healthChecks === null ? '' : expressionTable(view.healthChecks)}!${selectedForm(view)}</body></html>
`
}

function selectedForm (page: View): string {
  const { selected } = page
  if (selected === null) return ''
  return selected.member === null
    ? balancerForm(page, selected)
    : memberForm(page, selected, selected.member)
}
