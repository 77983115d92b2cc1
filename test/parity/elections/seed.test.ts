/** Asks a real Apache httpd 2.4 and us the same, from the same seed files, and compares all that travels on. */
import t from 'tap'
import { startBoth } from '../../support/both.ts'
import type { Story } from '../../support/both.ts'
import { bytesOf } from '../../support/client.ts'
import { ask, askEach, repeat } from '../../support/compare.ts'
import type { Request } from '../../support/compare.ts'
import { hasHttpd, httpdRemedy } from '../../support/httpd.ts'
import type { HeaderLine } from '../../support/message.ts'
import { seed } from '../../support/seed.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)

/** Where a request reaches the member otherwise than from httpd, on purpose; docs/from-httpd.md tells the same. */
const differences = [
  {
    what: 'A chunked body stays chunked, however short.',
    why: 'httpd reads up to 16 KiB before it sends anything, to learn the length; we send what has come.',
    request: ask('PUT /api/', 'Transfer-Encoding: chunked', '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n'),
    about: ['content-length', 'transfer-encoding'],
    httpd: [['content-length', '5']],
    ours: [['transfer-encoding', 'chunked']]
  },
  {
    what: 'Lines of a header that comes several times stay lines.',
    why: 'httpd joins them with a comma, which means the same for lists (RFC 9110 section 5.2).',
    request: ask('GET /api/', 'X-One: 1', 'X-Two: 2', 'x-one: 3'),
    about: ['x-one'],
    httpd: [['x-one', '1, 3']],
    ours: [['x-one', '1'], ['x-one', '3']]
  },
  {
    what: 'So do those of Cookie.',
    why: 'A comma does not part cookies: the member would read one cookie with a strange value (RFC 6265 section 4.2.1).',
    request: ask('GET /api/', 'Cookie: a=b', 'Cookie: SESSIONID=x.api2'),
    about: ['cookie'],
    httpd: [['cookie', 'a=b, SESSIONID=x.api2']],
    ours: [['cookie', 'a=b'], ['cookie', 'SESSIONID=x.api2']]
  }
] as const

t.test('two members without affinity (seed 1)', oracle, async t => {
  const both = await startBoth(t, [seed('1-byrequests')], ['backend1.local', 'backend2.local'])
  const members = await askEach(t, both, 'example.com', [
    ...repeat(12, 'GET /'),
    ...headers,
    ...bodies,
    ...answers('backend1.local')
  ])
  t.strictSame(members.slice(0, 4), ['backend1.local', 'backend2.local', 'backend1.local', 'backend2.local'], 'they take turns')
})

t.test('a session cookie, but members without routes (seed 2)', oracle, async t => {
  const both = await startBoth(t, [seed('2-sticky-cookie')], ['backend1.local', 'backend2.local'])
  await askEach(t, both, 'example.com', [
    ...repeat(12, 'GET /shop/'),
    ...repeat(3, 'GET /', 'Cookie: JSESSIONID=abc'),
    ...repeat(3, 'GET /', 'Cookie: JSESSIONID=abc.backend2'),
    ...repeat(3, 'GET /;JSESSIONID=abc.backend2'),
    ...answers('backend2.local')
  ])
})

t.test('members with routes under /api (seed 5)', oracle, async t => {
  const both = await startBoth(t, [seed('5-api-cluster')], ['api1.local', 'api2.local'])
  const sticky = await askEach(t, both, 'api.example.com', repeat(5, 'GET /api/', 'Cookie: SESSIONID=x.api2'))
  t.strictSame(sticky, Array(5).fill('api2.local'), 'the cookie decides')
  await askEach(t, both, 'api.example.com', [...repeat(12, 'GET /api/'), ...sessions, ...paths, ...answers('api1.local', '/api')])
})

t.test('the manager page and the log level beside it (seeds 5, 3 and 4)', oracle, async t => {
  const files = ['5-api-cluster', '3-balancer-manager', '4-loglevel'].map(seed)
  const both = await startBoth(t, files, ['api1.local', 'api2.local'])
  await askEach(t, both, 'api.example.com', [
    ask('GET /balancer-manager'),
    ask('POST /balancer-manager', 'Content-Length: 3', 'a=b'),
    ask('GET /balancer-managers'),
    ...repeat(4, 'GET /api/x', 'Cookie: SESSIONID=x.api1')
  ])
})

t.test('where we differ on purpose (seed 5)', oracle, async t => {
  const both = await startBoth(t, [seed('5-api-cluster')], ['api1.local', 'api2.local'])
  for (const { what, request, about, httpd, ours } of differences) {
    const bytes = bytesOf(request.target, ['Host: api.example.com', ...request.headers], request.body)
    const [theirs, given] = [await both.httpd.ask(bytes), await both.ours.ask(bytes)]
    t.strictSame(linesOf(theirs, about), httpd, `${what} httpd`)
    t.strictSame(linesOf(given, about), ours, `${what} ours`)
    t.equal(given.member, theirs.member, `${what} The member is the same.`)
    t.equal(given.request?.body, theirs.request?.body, `${what} The body is the same.`)
  }
})

/** The lines of some headers as they reached the member, names in lower case. */
function linesOf ({ request }: Story, names: readonly string[]): HeaderLine[] {
  const lines = request?.headers.map(([name, value]): HeaderLine => [name.toLowerCase(), value]) ?? []
  return lines.filter(([name]) => names.includes(name))
}

const sessions: readonly Request[] = [
  ask('GET /api/', 'Cookie: SESSIONID=x.api1'),
  ask('GET /api/', 'Cookie: SESSIONID=x.api2'),
  ask('GET /api/', 'Cookie: a=b; SESSIONID=x.api2; c=d'),
  ask('GET /api/', 'Cookie: SESSIONID=x.api1; SESSIONID=x.api2'),
  ask('GET /api/', 'Cookie: XSESSIONID=x.api1; SESSIONID=x.api2'),
  ask('GET /api/', 'Cookie: SESSIONID=x.unknown'),
  ask('GET /api/', 'Cookie: SESSIONID=x.unknown'),
  ask('GET /api/', 'Cookie: SESSIONID=x'),
  ask('GET /api/', 'Cookie: SESSIONID=.api1'),
  ask('GET /api/', 'Cookie: SESSIONID="x.api1"'),
  ask('GET /api/', 'Cookie: sessionid=x.api1'),
  ask('GET /api/?SESSIONID=x.api2'),
  ask('GET /api/?SESSIONID=x.api2', 'Cookie: SESSIONID=x.api1'),
  ask('GET /api/?SESSIONID=x', 'Cookie: SESSIONID=x.api1'),
  ask('GET /api/?a=1&SESSIONID=x.api2&b=2'),
  ask('GET /api/?mySESSIONID=x.api2'),
  ask('GET /api/list;SESSIONID=x.api2'),
  ask('GET /api/list;SESSIONID=x.api2?a=1'),
  ask('GET /api/list;SESSIONID=x.api2;a=1'),
  ...repeat(4, 'GET /api/')
]

const paths: readonly Request[] = [
  '/api', '/api/', '/api/x', '/api//x', '//api/x', '/api/x/', '/api/x?', '/api/x?a=%20b&c=%2F', '/api?x=1',
  '/apix', '/API/x', '/', '/other', '/api/../other', '/api/a/../b', '/api/./b', '/api/%7Eu', '/api/a%20b', '/api/a%3Bb',
  '/api/x[1]', '/api/%E2%82%AC', '/api/a%25b', '/api/a%2Fb', '/api/a+b', '/api/a;v=1/b'
].map(target => ask(`GET ${target}`))

const headers: readonly Request[] = [
  ask('GET /', 'User-Agent: u', 'Accept: */*', 'X-One: 1', 'x-two: 2'),
  ask('GET /', 'X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Host: a.example', 'X-Forwarded-Server: b.example', 'X-Forwarded-Proto: https'),
  ask('GET /', 'Via: 1.1 before', 'Forwarded: for=192.0.2.1'),
  ask('GET /', 'Connection: close, X-Hop', 'X-Hop: 1', 'X-End: 2'),
  ask('GET /', 'Keep-Alive: timeout=5', 'Proxy-Connection: keep-alive', 'TE: trailers', 'Trailer: X-T', 'Accept-Encoding: gzip'),
  ask('GET /', 'Connection: Upgrade', 'Upgrade: websocket'),
  ask('GET /', 'Authorization: Basic eDp5', 'Proxy-Authorization: Basic eDp5'),
  ask('GET /', 'Max-Forwards: 7'),
  ask('GET /', 'X-Empty:', 'X-Blank:   b  '),
  ask('HEAD /'),
  ask('OPTIONS /'),
  ask('DELETE /')
]

const bodies: readonly Request[] = [
  ask('POST /', 'Content-Type: text/plain', 'Content-Length: 5', 'hello'),
  ask('POST /', 'Content-Length: 0'),
  ask('POST /', 'Content-Type: application/json', 'Content-Length: 8', '{"a": 1 '),
  ask('POST /', 'Transfer-Encoding: chunked', `4e20\r\n${'x'.repeat(20_000)}\r\n0\r\n\r\n`),
  ask('PATCH /', 'Content-Length: 20000', 'x'.repeat(20_000)),
  ask('GET /', 'Content-Length: 3', 'abc'),
  ask('DELETE /', 'Content-Length: 3', 'abc')
]

/** What comes back from a member of that host, below that path. */
function answers (member: string, path = ''): Request[] {
  return [
    ['X-Status: 302', `X-Answer-Location: http://${member}/next?a=1`],
    ['X-Status: 302', `X-Answer-Location: http://${member.toUpperCase()}/next`],
    ['X-Status: 302', `X-Answer-Location: http://${member}`],
    ['X-Status: 302', `X-Answer-Location: http://${member}//next//`],
    ['X-Status: 302', 'X-Answer-Location: http://stranger.example/next'],
    ['X-Status: 302', `X-Answer-Location: https://${member}/next`],
    ['X-Status: 302', 'X-Answer-Location: /next'],
    ['X-Status: 302', 'X-Answer-Location: next'],
    ['X-Status: 201', `X-Answer-Content-Location: http://${member}/made`],
    ['X-Status: 200', `X-Answer-Link: <http://${member}/next>; rel=next`],
    ['X-Answer-Set-Cookie: SESSIONID=x.api1; Path=/; HttpOnly'],
    ['X-Answer-1-Set-Cookie: a=1; path=/deep', 'X-Answer-2-Set-Cookie: b=2; Domain=backend.example'],
    ['X-Answer-Date: Sun, 06 Nov 1994 08:49:37 GMT', 'X-Answer-Server: theirs/1.0'],
    ['X-Answer-Connection: X-Hop', 'X-Answer-X-Hop: 1', 'X-Answer-Keep-Alive: timeout=5', 'X-Answer-X-End: 2'],
    ['X-Status: 404'],
    ['X-Status: 500'],
    ['X-Status: 503']
  ].map(lines => ask(`GET ${path}/`, ...lines))
}
