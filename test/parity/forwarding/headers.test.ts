/** Asks a real Apache httpd 2.4 and us the same, and compares what becomes of headers on the way there and back. */
import { join } from 'node:path'
import t from 'tap'
import { startBackend } from '../../support/backend.ts'
import { startBoth } from '../../support/both.ts'
import type { Story } from '../../support/both.ts'
import { bytesOf, exchange } from '../../support/client.ts'
import { ask, askEach } from '../../support/compare.ts'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const file = join(import.meta.dirname, '../../fixtures/parity/headers.conf')
const hosts = ['a.local', 'b.local']

/** The values of a header where it reached the member; null: none was asked. */
function sent ({ request }: Story, name: string): string[] | null {
  return request?.headers.filter(line => line[0].toLowerCase() === name).map(([, value]) => value) ?? null
}

function got ({ answer }: Story, name: string): string[] {
  return answer.headers.filter(line => line[0].toLowerCase() === name).map(([, value]) => value)
}

t.test('requests and answers', oracle, async t => {
  const both = await startBoth(t, [file], hosts)
  const askBoth = async (host: string, ...row: readonly [target: string, ...lines: string[]]): Promise<readonly [httpd: Story, ours: Story]> => {
    const { target, headers, body } = ask(...row)
    const bytes = bytesOf(target, [`Host: ${host}`, ...headers], body)
    return [await both.httpd.ask(bytes), await both.ours.ask(bytes)]
  }

  await t.test('HD-01: the member\'s Host first, then the client\'s own, then who asked whom for what', async t => {
    await askEach(t, both, 'example.com', [ask('GET /plain', 'Accept: */*'), ask('GET /a', 'Accept: */*')])
    await askEach(t, both, 'example.com:8080', [ask('GET /plain')])
    const [, ours] = await askBoth('example.com:8080', 'GET /plain')
    t.strictSame(ours.request?.headers[0], ['Host', 'b.local'])
    t.strictSame(sent(ours, 'x-forwarded-host'), ['example.com:8080'])
    t.strictSame(sent(ours, 'connection'), ['Keep-Alive'])
  })

  await t.test('HD-02: what other proxies said before stays in front, also of Via', async t => {
    const forwarded = ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Host: one', 'X-Forwarded-Server: two', 'Via: 1.0 before']
    await askEach(t, both, 'example.com', [ask('GET /plain', ...forwarded)])
    for (const host of ['via.example', 'via.example:8080', 'via.example:80', 'block.example']) {
      await askEach(t, both, host, [ask('GET /', ...forwarded), ask('GET /', 'X-Answer-Via: 1.1 inner'), ask('GET /')])
    }
  })

  await t.test('HD-03: fields of the connection end here', async t => {
    await askEach(t, both, 'example.com', [ask('GET /plain', 'Connection: close, X-Foo', 'X-Foo: 1', 'TE: trailers', 'Trailer: X-End', 'Upgrade: h2c', 'Keep-Alive: timeout=5', 'Proxy-Connection: keep-alive', 'X-Kept: 1')])
    await askEach(t, both, 'example.com', [
      ask('GET /plain', 'X-Answer-Connection: X-Hop', 'X-Answer-X-Hop: 1', 'X-Answer-Keep-Alive: timeout=5', 'X-Answer-Proxy-Authenticate: Basic', 'X-Answer-TE: x', 'X-Answer-Trailer: X-End', 'X-Answer-Upgrade: h2c', 'X-Answer-X-Kept: 1')
    ])
  })

  await t.test('HD-04: Max-Forwards', async t => {
    await askEach(t, both, 'example.com', [ask('GET /plain', 'Max-Forwards: 1'), ask('OPTIONS /plain', 'Max-Forwards: 1'), ask('TRACE /plain', 'Max-Forwards: 1')])
    await askEach(t, both, 'via.example', [ask('GET /'), ask('GET /', 'Max-Forwards: 9')])
    for (const [target, value] of [['GET', '0'], ['GET', '-1'], ['GET', 'x'], ['OPTIONS', '0'], ['TRACE', '0']] as const) {
      const [httpd, ours] = await askBoth('example.com', `${target} /plain`, `Max-Forwards: ${value}`)
      t.strictSame([ours.member, ours.answer.status], [httpd.member, httpd.answer.status], `${target} ${value}`)
      t.strictSame(got(ours, 'x-always'), ['always'])
    }
  })

  await t.test('HD-05, HD-06: a short chunked body stays chunked here, a long one in both', async t => {
    const [httpd, ours] = await askBoth('example.com', 'POST /plain', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n')
    t.strictSame([sent(httpd, 'content-length'), sent(ours, 'content-length'), sent(ours, 'transfer-encoding')], [['3'], [], ['chunked']])
    t.strictSame([httpd.request?.body, ours.request?.body], ['abc', 'abc'])
    await askEach(t, both, 'example.com', [ask('POST /plain', 'Transfer-Encoding: chunked', `4e20\r\n${'x'.repeat(20_000)}\r\n0\r\n\r\n`)])
  })

  await t.test('HD-08: two lengths, even equal ones, reach no member', async t => {
    const [httpd, ours] = await askBoth('example.com', 'POST /plain', 'Content-Length: 3', 'Content-Length: 3', 'abc')
    t.strictSame([ours.member, ours.answer.status], [httpd.member, httpd.answer.status])
    t.strictSame([ours.member, ours.answer.status], [null, 400])
  })

  await t.test('HD-09: a coding before chunked is refused on both sides', async t => {
    const [httpd, ours] = await askBoth('example.com', 'POST /plain', 'Transfer-Encoding: gzip, chunked', '3\r\nabc\r\n0\r\n\r\n')
    t.strictSame([httpd.member, ours.member], [null, null])
    t.strictSame([httpd.answer.status, ours.answer.status], [500, 501])
  })

  await t.test('HD-07: a request with both a length and chunks is refused here; httpd forwards the chunks', async t => {
    const [httpd, ours] = await askBoth('example.com', 'POST /plain', 'Content-Length: 3', 'Transfer-Encoding: chunked', '3\r\nabc\r\n0\r\n\r\n')
    t.strictSame([httpd.member, httpd.request?.body], ['b.local', 'abc'])
    t.strictSame([ours.member, ours.answer.status], [null, 400])
  })

  await t.test('rules of mod_headers', async t => {
    await askEach(t, both, 'example.com', [
      ask('GET /plain', 'X-Forwarded-Proto: http', 'X-Unset: 1', 'X-List: 1', 'X-Merged: a, b', 'X-Added: 0', 'X-Default: mine', 'X-Echo-1: a', 'X-Echo-2: b'),
      ask('GET /plain', 'X-Merged: a'),
      ask('GET /plain', 'X-Answer-Set-Cookie: a=1', 'X-Answer-X-Powered-By: x', 'X-Answer-X-Edit-All: abba', 'X-Answer-X-Server: member'),
      ask('GET /plain', 'X-Answer-1-Set-Cookie: a=1', 'X-Answer-2-Set-Cookie: b=2; Path=/', 'X-Answer-Server: theirs'),
      ask('GET /a/x', 'X-Status: 404')
    ])
    for (const [name, value] of [['X-Edit', 'axa'], ['X-Edit', 'ba'], ['X-Edit-All', 'abba'], ['X-Edit-All', 'none']] as const) {
      const [httpd, ours] = await askBoth('example.com', 'GET /plain', `${name}: ${value}`)
      t.strictSame(sent(ours, name.toLowerCase()), sent(httpd, name.toLowerCase()), `${name}: ${value}`)
    }
  })

  await t.test('rules that hold always change our own answers', async t => {
    for (const target of ['GET /no', 'GET /nowhere', 'POST /no']) {
      const [httpd, ours] = await askBoth('example.com', target)
      t.strictSame([ours.answer.status, got(ours, 'x-always'), got(ours, 'x-server')], [httpd.answer.status, got(httpd, 'x-always'), []], target)
    }
  })

  await t.test('a name that is echoed is compared without case here', async t => {
    const [httpd, ours] = await askBoth('example.com', 'GET /plain', 'x-echo-1: a')
    t.strictSame([got(httpd, 'x-echo-1'), got(ours, 'x-echo-1')], [[], ['a']])
  })

  await t.test('of a field that a member sends too, a rule that holds always leaves one line here', async t => {
    const [httpd, ours] = await askBoth('example.com', 'GET /plain', 'X-Answer-X-Always: member')
    t.strictSame([got(httpd, 'x-always'), got(ours, 'x-always')], [['always', 'member'], ['always']])
  })

  await t.test('sections add their rules in their order', async t => {
    await askEach(t, both, 'example.com', ['/a', '/a/deep', '/a/deep/', '/a/deeper', '/a/deep/er', '/a/deep/er/x'].map(path => ask(`GET ${path}`, 'X-Forwarded-For: 192.0.2.1')))
  })

  await t.test('HD-14: our own page stands in for some statuses, with the member\'s reason', async t => {
    await askEach(t, both, 'example.com', [ask('GET /plain', 'X-Status: 404'), ask('GET /plain', 'X-Status: 501'), ask('GET /a/deep', 'X-Status: 503')])
    for (const [target, status] of [['GET', 503], ['GET', 500], ['HEAD', 503], ['POST', 500]] as const) {
      const [httpd, ours] = await askBoth('example.com', `${target} /plain`, `X-Status: ${status}`, 'X-Answer-X-Secret: 1', 'X-Answer-Set-Cookie: a=1', 'X-Answer-WWW-Authenticate: Basic')
      for (const { answer, member } of [httpd, ours]) {
        t.strictSame([member, answer.status], ['b.local', status])
        t.notMatch(answer.body, /^b\.local/)
      }
      for (const name of ['x-secret', 'set-cookie', 'x-backend', 'www-authenticate', 'x-always', 'x-server']) t.strictSame(got(ours, name), got(httpd, name), name)
    }
    for (const { front } of [both.httpd, both.ours]) {
      const { startLine } = await exchange(front.port, bytesOf('GET /plain', ['Host: example.com', 'X-Status: 503']))
      t.equal(startLine, 'HTTP/1.1 503 Answer')
    }
    await askEach(t, both, 'example.com', [ask('GET /plain')])
  })

  await t.test('a client that names no host', async t => {
    for (const { front } of [both.httpd, both.ours]) {
      const { body, all } = await exchange(front.port, 'GET /plain HTTP/1.0\r\n\r\n')
      t.equal(body.toString(), 'b.local\n')
      t.strictSame(all('x-server'), ['main, vhost'], 'gets the first virtual host')
    }
  })
})

t.test('HD-10: an answer with both a length and chunks is no answer here; in httpd the chunks count', oracle, async t => {
  for (const [start, expected] of [[startHttpd, [200, 'abc']], [startOurs, [502, '']]] as const) {
    const backend = await startBackend(t, 'b.local')
    backend.answer = () => ({ headers: [['Transfer-Encoding', 'chunked']], body: '3\r\nabc\r\n0\r\n\r\n' })
    const { port } = await start(t, { files: [file], hosts: { 'a.local': backend.port, 'b.local': backend.port } })
    const { status, body } = await exchange(port, bytesOf('GET /plain', ['Host: example.com']))
    t.strictSame([status, status === 200 ? body.toString() : ''], expected, start.name)
  }
})
