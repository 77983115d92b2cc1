import { html } from 'ghtml'
import type { View } from './view.ts'

/** What httpd tells of itself, in its five lines. */
export function facts ({ serverVersion, serverBuilt, persisted }: View): string {
  return html`<dl><dt>Server Version: ${serverVersion}</dt>
<dt>Server Built: ${serverBuilt}</dt>
<dt>Balancer changes will ${persisted ? '' : 'NOT '}be persisted on restart.</dt><dt>Balancers are inherited from main server.</dt><dt>ProxyPass settings are inherited from main server.</dt></dl>
`
}
