import { html } from 'ghtml'
import { head } from './head.ts'

/** What is answered instead of the page when a member could not be added. */
export function renderBadRequest (reason: string, base: string): string {
  return html`!${head('400 Bad Request', base, 'error')}<body><h1>Bad Request</h1>

<p>The worker was not added: ${reason}</p>
</body></html>
`
}
