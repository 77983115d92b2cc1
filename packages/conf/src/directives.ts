/** All directives that are known, by name in lower case. */
import type { Rule } from './directive.ts'
import { access } from './directives/access.ts'
import { alerts } from './directives/alerts.ts'
import { balancers } from './directives/balancers.ts'
import { environment } from './directives/environment.ts'
import { errorDocument } from './directives/error-document.ts'
import { files } from './directives/files.ts'
import { hcheck } from './directives/hcheck.ts'
import { headers } from './directives/headers.ts'
import { heartbeat } from './directives/heartbeat.ts'
import { http2 } from './directives/http2.ts'
import { ignoredDirectives } from './directives/ignored.ts'
import { later } from './directives/later.ts'
import { limits } from './directives/limits.ts'
import { locations } from './directives/locations.ts'
import { logging } from './directives/logging.ts'
import { proxy } from './directives/proxy.ts'
import { proxyPass } from './directives/proxy-pass.ts'
import { redirects } from './directives/redirects.ts'
import { sections } from './directives/sections.ts'
import { server } from './directives/server.ts'
import { sslProxy } from './directives/ssl-proxy.ts'
import { status } from './directives/status.ts'
import { tls } from './directives/tls.ts'

const tables = {
  ...server,
  ...logging,
  ...proxy,
  ...proxyPass,
  ...balancers,
  ...hcheck,
  ...headers,
  ...limits,
  ...locations,
  ...access,
  ...alerts,
  ...environment,
  ...files,
  ...redirects,
  ...errorDocument,
  ...sections,
  ...status,
  ...heartbeat,
  ...sslProxy,
  ...tls,
  ...http2,
  ...ignoredDirectives,
  ...later
}

export const directives: ReadonlyMap<string, Rule> =
  new Map(Object.entries(tables).map(([name, rule]) => [name.toLowerCase(), rule]))
