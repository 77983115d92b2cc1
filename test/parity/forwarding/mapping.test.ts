/** Asks a real Apache httpd 2.4 and us which path reaches which member, and what comes back from there. */
import { join } from 'node:path'
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { ask, askEach } from '../../support/compare.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/mapping/mapping.conf')
const hosts = ['a.local', 'b.local', 'c.local', 'd.local', 'e.local', 'f.local', 'g.local', 'h.local']

t.test('MP-01, MP-02, MP-07: a path finds its rule and its member', oracle, async t => {
  const both = await startBoth(t, [file], hosts)
  await askEach(t, both, 'example.com', [
    '/no', '/no/x', '/now', '/a', '/a/', '/a/b', '/ab', '/A', '/b', '/b/', '/b/x', '/c', '/c/', '/c/x', '/d', '/d/', '/d/x',
    '/long', '/long/e', '/long/er/z', '/longer', '/case/deep/x', '/plain', '/plain/', '/plain/x//y', '/plainx',
    '/sub', '/sub/', '/sub/x', '/mixed', '/mixed/', '/mixed/q', '/mixed/q?z=1', '/ending/', '/ending/x', '/half', '/half/', '/half/x', '/other/', '/other/x', '/image/foo.gif', '/image/foo.gif?x=1',
    '/image/foo.png', '/whole', '/whole/zz', '/whole?x=1', '/x/whole',
    '//a///x', '/a//x', '/a/../no/x', '/a/%2e%2e/x', '/no/../a/x', '/%61/x', '/a/.', '/a/..', '/a/b/..', '/a/b/.', '/a/...',
    '//e/../a/x', 'http://elsewhere.example/a/x', 'http://example.com/a/x?', 'http://example.com'
  ].map(target => ask(`GET ${target}`)))
})

t.test('MP-08, MP-09: a path is decoded once and encoded anew', oracle, async t => {
  const both = await startBoth(t, [file], hosts)
  await askEach(t, both, 'example.com', [
    '/a/x%20y', '/a/x%2Fy', '/a/x%2fy', '/a/a%00b', '/a/x%3By', '/a/x;y=1', '/a/%7Eu', '/a/~u', '/a/x%25y', '/a/x%252Fy', '/a/x+y',
    '/a/x?q=a%20b&c=%2F', '/a/x?', '/a/x??', '/a/%E2%82%AC', '/a/x%5B1%5D', '/a/x[1]', '/a/x%3Fy', '/a/x%23y',
    '/a/%ff', '/a/x%E9?%E9', '/a/%C3%BC/%C3', '/a/x%22%3C%3E%5C%5E%60%7B%7C%7D', "/a/x:@&=$,!*()'", '/a/x%3A%40%26%3D%24%2C%21%2A%28%29%27', '/a/%zz', '/a/%', '/a/x%0Ay', '/a/x%0D%0Ay', '/a/?a=%0d%0a',
    '/no/%2e%2e/a/x', '/a/%2e', '/a/x%2E%2E/y', '/a/..%2fx', '/a/%5c..%5cx'
  ].map(target => ask(`GET ${target}`)))
})

t.test('MP-11: Location comes back as the client knows it', oracle, async t => {
  const both = await startBoth(t, [file], hosts)
  const locations = [
    ['/a/x', 'http://e.local/target/y'], ['/a/x', 'http://e.local/target'], ['/a/x', 'http://e.local/targetx'], ['/a/x', 'http://e.local/other'],
    ['/a/x', 'HTTP://E.local/Target/y'], ['/a/x', '/target/y'], ['/a/x', 'y'], ['/a/x', 'http://e.local:80/target/y'], ['/a/x', '//e.local/target/y'],
    ['/plain/x', 'http://a.local/y'], ['/plain/x', 'http://b.local/y?q#f'], ['/plain/x', 'http://b.local'], ['/plain/x', 'http://stranger.example/y'],
    ['/sub/x', 'http://c.local/base/extra/y'], ['/sub/x', 'http://c.local/base/y'], ['/mixed/x', 'http://d.local/base//x/y'], ['/mixed/x', 'http://d.local/base/x/y'],
    ['/ending/x', 'http://f.local/y'], ['/ending/x', 'http://f.local/'], ['/ending/x', 'http://f.local'], ['/ending/x', 'http://f.local//y'],
    ['/half/x', 'http://g.local/y'], ['/half/x', 'http://g.local'], ['/other/x', 'http://h.local/y'], ['/other/x', 'http://h.local'],
    ['/plain/x', 'http://a.localhost/y'], ['/plain/x', 'http://a.local:80/y'], ['/plain/x', 'http://a.local:8080/y'], ['/plain/x', 'http://a.local?q'],
    ['/a/x', '']
  ]
  await askEach(t, both, 'example.com', locations.map(([path, location]) => ask(`GET ${path}`, 'X-Status: 302', `X-Answer-Location: ${location}`)))
  await askEach(t, both, 'example.com:8443', locations.map(([path, location]) => ask(`GET ${path}`, 'X-Status: 302', `X-Answer-Location: ${location}`)))
  await askEach(t, both, 'example.com', ['Content-Location', 'URI', 'Destination', 'Refresh', 'Link'].map(name =>
    ask('GET /a/x', `X-Answer-${name}: http://e.local/target/y`)))
})

t.test('MP-12: cookies come back for the path and the domain that the client knows', oracle, async t => {
  const both = await startBoth(t, [file], hosts)
  await askEach(t, both, 'example.com', [
    'k=v; Path=/target', 'k=v; path=/target/sub; domain=BACKEND.example', 'k=v; Path=/targetx', 'k=v; Path=/Target', 'k=v; Path="/target"',
    'k=v; domain=backend.example.com', 'k=v; Domain=.backend.example', 'k=v; Path=/other; Domain=other.example', 'k=v;PATH=/target;Secure',
    'k=v; Expires=Wed, 09 Jun 2021 10:18:14 GMT; Path=/target; HttpOnly', 'k=v', 'path=/target; Path=/target/'
  ].map(cookie => ask('GET /a/x', `X-Answer-Set-Cookie: ${cookie}`)))
})
