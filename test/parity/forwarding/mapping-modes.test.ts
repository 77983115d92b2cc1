/** Asks a real Apache httpd 2.4 and us how a path is sent that is not to be decoded and encoded anew. */
import { join } from 'node:path'
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { ask, askEach } from '../../support/compare.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const modes = join(import.meta.dirname, '../../fixtures/mapping/modes.conf')

t.test('MP-10: nocanon sends the path as it came', oracle, async t => {
  const both = await startBoth(t, [modes], ['a.local', 'b.local'])
  await askEach(t, both, 'raw.example', [
    '/n', '/n/', '/n?', '/n?q', '/n//x/../y', '/n/%7eu;p=1%3B/x[1]?q=%20', '/n/%ff', '/n/%2e%2e/n/x', '/n/x%2Fy', '/n/x%00', '/n/x%zz', '//n/%7eu', '/%6e/%7eu',
    '/x/../n/%7eu', '/nn', '/slash/x//y', '/slash//%7eu', '/slash/', '/bal/%7eu//x?q', '/re/%7eu?q', '/re//x', '/r%65/%7eu?q', '/whole/%7eu?q', '/whole', '/nocanon/x/./y'
  ].map(target => ask(`GET ${target}`)))
})

t.test('mapping=encoded', oracle, async t => {
  const both = await startBoth(t, [modes], ['a.local', 'b.local'])
  await askEach(t, both, 'encoded.example', [
    '/map/b%2Fc%3B?q', '/map/%7e/%41/x//y/../z', '/%6dap/x', '/map/first/x', '/map/no/x', '/a%2Fb/c', '/a%2fb/c', '/a/b', '/bal/x%2Fy', '/re/x%2Fy', '/re/x', '/map/%ff',
    '/map/../../x', '/map/;x/..;/y', '/mapx', '/map?', '/map/x[1]'
  ].map(target => ask(`GET ${target}`)))
})

t.test('mapping=encoded and an escaped NUL, which httpd passes on', oracle, async t => {
  const { httpd, ours } = await startBoth(t, [modes], ['a.local', 'b.local'])
  const bytes = bytesOf('GET /map/x%00', ['Host: encoded.example'])
  t.equal((await httpd.ask(bytes)).request?.line, 'GET /enc/x%00 HTTP/1.1')
  t.equal((await ours.ask(bytes)).answer.status, 404)
})

t.test('mapping=servlet', oracle, async t => {
  const both = await startBoth(t, [modes], ['a.local', 'b.local'])
  await askEach(t, both, 'servlet.example', [
    '/map/srv', '/map/srv/', '/map/srv/a;p=1/b', '/map/srv;x=1/b', '/map/srv;x=1', '/map/srv;x=1/', '/map;x/srv/b', '/map/x/..;/srv/y', '/map/x/..;y=1/srv/./y', '/map/srv/..;/x',
    '/map/srvx', '/map/srv/a/b/..;/c', '/map/srv/..;/srv/c', '/map/srv;a/..;/srv/b', '/..;/map/srv', '/;x/map/srv', '/.;x/map/srv', '/map/srv/x%2Fy%3Bz?q', '/end;x/a', '/end/', '/end;x/', '/end;x',
    '/end', '/map/bal/x;y'
  ].map(target => ask(`GET ${target}`)))
})

t.test('AllowEncodedSlashes', oracle, async t => {
  const both = await startBoth(t, [modes], ['a.local', 'b.local'])
  await askEach(t, both, 'slashes.example', [
    '/a/b/x%2Fy', '/a%2Fb%2fx', '/a/b/x%2F..%2F%2Fy', '/a/b/%252F', '/a/b/%00', '/n/x%2F%2e%2e/y'
  ].map(target => ask(`GET ${target}`)))
  await askEach(t, both, 'nodecode.example', [
    '/a/x%2Fy%2fz', '/a/x%2f..%2fy', '/a/%00', '/a/%20%3b', '/n/x%2Fy%7e', '/sl%2Fash/x', '/re/x%2Fy', '/a/%zz'
  ].map(target => ask(`GET ${target}`)))
})

t.test('with NoDecode a percent sign is one, which httpd refuses or takes for an escape', oracle, async t => {
  const { httpd, ours } = await startBoth(t, [modes], ['a.local', 'b.local'])
  for (const [path, theirs] of [['/a/a%25b', undefined], ['/a/%252F', '/t/%2F']] as const) {
    const bytes = bytesOf(`GET ${path}`, ['Host: nodecode.example'])
    t.equal((await ours.ask(bytes)).request?.line, `GET ${path.replace('/a', '/t')} HTTP/1.1`)
    t.equal((await httpd.ask(bytes)).request?.line, theirs === undefined ? undefined : `GET ${theirs} HTTP/1.1`)
  }
})
