/** Asks a real Apache httpd 2.4 and us what ProxyPass and its kin do in a `<Location>`. */
import { join } from 'node:path'
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { ask, askEach } from '../../support/compare.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/mapping/sections.conf')

t.test('MP-03, MP-04, MP-05: a ProxyPass in a Location comes first, the last section\'s, and its ! ends the search', oracle, async t => {
  const both = await startBoth(t, [file], ['a.local', 'b.local'])
  await askEach(t, both, 'sections.example', [
    '/loc', '/loc/x', '/loc/deep/x', '/loc/private/x', '/location', '/lo/deep/x', '/lo/x', '/no', '/no/x', '/nothing', '/match/a/b', '/match/-', '/x/match/a', '/tilde/a/b', '/tilde/',
    '/wild', '/wildx', '/wild/x', '/expression/x', '/x/expression/x'
  ].map(target => ask(`GET ${target}`)))
})

t.test('what comes back is rewritten by the rules of the request\'s section alone', oracle, async t => {
  const both = await startBoth(t, [file], ['a.local', 'b.local'])
  const answers = [
    'Location: http://a.local/location/y', 'Location: http://a.local/same/y', 'Location: http://a.local/server/y', 'Set-Cookie: k=v; Path=/location/x; Domain=a.local',
    'Set-Cookie: k=v; path=/server'
  ]
  await askEach(t, both, 'sections.example', ['/loc/x', '/lo/deep/x', '/lo/x', '/wildx', '/match/a'].flatMap(path =>
    answers.map(line => ask(`GET ${path}`, `X-Answer-${line}`))))
})

t.test('a section\'s pattern is the rule\'s, where httpd reads it anew', oracle, async t => {
  const { httpd, ours } = await startBoth(t, [file], ['a.local', 'b.local'])
  for (const [path, sent] of [['/shop-1/x', '/shops/shop-1/x'], ['/no-quantifier/x', '/plain/no-quantifier/x']] as const) {
    const bytes = bytesOf(`GET ${path}`, ['Host: sections.example'])
    t.equal((await ours.ask(bytes)).request?.line, `GET ${sent} HTTP/1.1`)
    t.equal((await httpd.ask(bytes)).answer.status, 404)
  }
})
