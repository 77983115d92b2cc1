import t from 'tap'
import { directives } from '../src/directives.ts'
import { access } from '../src/directives/access.ts'
import { alerts } from '../src/directives/alerts.ts'
import { balancers } from '../src/directives/balancers.ts'
import { environment } from '../src/directives/environment.ts'
import { errorDocument } from '../src/directives/error-document.ts'
import { files } from '../src/directives/files.ts'
import { hcheck } from '../src/directives/hcheck.ts'
import { headers } from '../src/directives/headers.ts'
import { heartbeat } from '../src/directives/heartbeat.ts'
import { http2 } from '../src/directives/http2.ts'
import { ignoredDirectives } from '../src/directives/ignored.ts'
import { later } from '../src/directives/later.ts'
import { limits } from '../src/directives/limits.ts'
import { locations } from '../src/directives/locations.ts'
import { logging } from '../src/directives/logging.ts'
import { proxyPass } from '../src/directives/proxy-pass.ts'
import { proxy } from '../src/directives/proxy.ts'
import { redirects } from '../src/directives/redirects.ts'
import { sections } from '../src/directives/sections.ts'
import { server } from '../src/directives/server.ts'
import { sslProxy } from '../src/directives/ssl-proxy.ts'
import { status } from '../src/directives/status.ts'
import { tls } from '../src/directives/tls.ts'
import { onRead } from '../src/on-read.ts'
import { refusal, verdicts } from './support/read.ts'

t.test('no directive stands in two tables', async t => {
  const names = [
    access, alerts, balancers, environment, errorDocument, files, headers, hcheck, heartbeat, redirects, http2, ignoredDirectives, later, limits, locations, logging, proxyPass, proxy, sections, server, sslProxy, status, tls
  ].flatMap(table => Object.keys(table))
  t.equal(directives.size, names.length)
  t.same(Object.keys(onRead).filter(name => directives.has(name)), [])
})

t.test('what would change what is served is refused', async t => {
  for (const name of Object.keys(later)) t.equal(refusal(t, `${name} x`), `httpd.conf:1: ${name}: not supported yet`)
})

t.test('what changes nothing is ignored, with the reason', async t => {
  for (const [name, rule] of Object.entries(ignoredDirectives)) {
    if (rule.verdict === 'ignored') t.same(verdicts(t, `${name} x`), [`${name} ignored ${rule.why}`])
    else t.match(refusal(t, `${name} x`), `httpd.conf:1: ${name}: not supported yet: it can only be `)
  }
})
