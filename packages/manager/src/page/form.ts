import { html } from 'ghtml'
import { protect } from '../form-data.ts'
import type { BalancerView } from './view.ts'

/** What an edit form has besides httpd's rows. */
export interface FormFrame {
  /** The page's own address. */
  readonly action: string
  /** The page's own path. */
  readonly uri: string
  /** Panels below the rows, as HTML. */
  readonly panels: string
}

/**
 * The frame of an edit form: what it is for, where it goes and what it carries along unseen. Two small forms follow: one for
 * buttons that send nothing of this one, one to close it.
 * @param what names what is edited, such as `worker settings for http://10.0.0.1`
 * @param member the URL of the member that is edited; null: the balancer itself
 * @param rows the table's rows, as HTML
 */
export function form (what: string, { action, uri, panels }: FormFrame, { balancer, nonce }: BalancerView, member: string | null, rows: string): string {
  const hidden = [...member === null ? [] : [['w', member] as const], ['b', balancer.name] as const]
  return html`<h3>Edit ${what}</h3>
<form method='POST' enctype='application/x-www-form-urlencoded' action="${action}">
<table>!${rows}</table>
!${panels}!${hidden.map(([name, value]) => html`<input type=hidden name='${name}' id='${name}' value="${protect(value)}">
`)}<input type=hidden name='nonce' id='nonce' value='${protect(nonce)}'>
</form>
<hr />
<form id="quick" method="post" action="${action}">!${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${protect(value)}">`)}<input type="hidden" name="nonce" value="${protect(nonce)}"></form>
<form id="close" method="get" action="${uri}"></form>
<button type="submit" form="close" class="closer">Close</button>
`
}
