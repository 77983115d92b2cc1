import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import t from 'tap'
import { Balancers, createElection } from '@fastify-balancer/core'
import type { Election } from '@fastify-balancer/core'
import type { FastifyReply } from 'fastify'
import type { Exchange } from '../../src/log/exchange.ts'
import { compileFormat } from '../../src/log/format.ts'

const place = { file: 'httpd.conf', line: 9 }

function exchange (given: Partial<Exchange> = {}, headers: Record<string, string> = {}): Exchange {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  request.httpVersion = '1.1'
  Object.assign(request.headers, headers)
  const response = new ServerResponse(request)
  response.setHeader('Content-Type', 'text/plain')
  response.setHeader('Set-Cookie', ['a=1', 'b=2'])
  response.flushHeaders()
  return {
    request,
    response,
    target: '/a%20b/c?d=e',
    reply: null,
    serverName: 'www.example.com',
    client: { address: '192.0.2.1', port: 5555, localAddress: '192.0.2.9', localPort: 8080 },
    startedAt: Date.UTC(2026, 10, 22, 15, 4, 5),
    duration: 1234.5678,
    keptAlive: 2,
    attempts: [],
    bytesIn: 123,
    bytesOut: 456,
    bodyBytes: 45,
    ...given
  }
}

function election (given: Partial<Election> = {}): FastifyReply {
  const balancers = new Balancers(() => 'nonce')
  const [member] = balancers.add('One', { members: [{ url: 'http://a.local', route: 'a' }] }).members
  const balancer: Election = { ...createElection(null), member: member!, sticky: 'SID', route: 'b', routeChanged: true, ...given }
  return {
    request: { balancer, server: { balancers, proxyPassUrl: () => 'balancer://one/x' } },
    getHeader: (name: string) => name === 'X-One' ? 'from reply' : undefined
  } as unknown as FastifyReply
}

function print (format: string, of: Exchange = exchange()): string {
  const line = compileFormat({ format, place })(of)
  t.ok(line.endsWith('\n'))
  return line.slice(0, -1)
}

t.test('each directive prints its part of the exchange', async t => {
  const printed: Record<string, string> = {
    '%h %a %l %u': '192.0.2.1 192.0.2.1 - -',
    '%r': 'GET /a%20b/c?d=e HTTP/1.1',
    '%s %>s %<s': '200 200 200',
    '%b %B %I %O': '45 45 123 456',
    '%D %T %{s}T %{ms}T %{us}T': '1234568 1 1 1234 1234568',
    '%m %U %q %H': 'GET /a b/c ?d=e HTTP/1.1',
    '%v %V %p %P': `www.example.com www.example.com 8080 ${process.pid}`,
    '%{c}a %A %{local}p %{canonical}p %{remote}p %{pid}P': `192.0.2.1 192.0.2.9 8080 8080 5555 ${process.pid}`,
    '%S %k %f %R %L %{some}n %{X-Sum}^ti': '579 2 - - - - -',
    '%200s %404s %!200s %!404,500s %<404,200{content-type}o %!200{content-type}o': '200 - - 200 text/plain -',
    '%{sec}t %{end:sec}t %{msec}t %{msec_frac}t %{begin:usec}t %{end:usec_frac}t': '1795359845 1795359846 1795359845000 000 1795359845000000 234567',
    '%{%s %%}t': '1795359845 %',
    '%{content-type}o %{Set-Cookie}o %{X-None}o': 'text/plain a=1, b=2 -',
    '100%% \\"quoted\\" \\t\\n\\x': '100% "quoted" \t\n\\x'
  }
  for (const [format, line] of Object.entries(printed)) t.equal(print(format), line, format)
  t.match(print('%t'), /^\[2[23]\/Nov\/2026:\d\d:\d\d:05 [+-]\d{4}\]$/)
})

t.test('a directive may follow text at once', async t => {
  t.equal(print('status=%s,bytes=%O\\'), 'status=200,bytes=456\\')
})

t.test('combined is what every log reader knows', async t => {
  t.match(
    print('%h %l %u %t "%r" %>s %O "%{Referer}i" "%{User-Agent}i"', exchange({}, { 'user-agent': 'curl/8' })),
    /^192\.0\.2\.1 - - \[.*\] "GET \/a%20b\/c\?d=e HTTP\/1\.1" 200 456 "-" "curl\/8"$/
  )
})

t.test('what the client sends cannot end a field or a line', async t => {
  const request = exchange({ target: '/"\n' }, { referer: 'x" 200 "\n127.0.0.1 - -', cookie: 'a="1"; b=\x1b' })
  t.equal(print('"%r" "%{Referer}i" %{a}C %{b}C', request), '"GET /\\"\\n HTTP/1.1" "x\\" 200 \\"\\n127.0.0.1 - -" \\"1\\" \\x1b')
  t.equal(print('%U', exchange({ target: '/%0a%22%e9?x' })), '/\\n\\"\\xe9', 'nor can what is encoded in a path')
})

t.test('text of the format is written in its own bytes', async t => {
  t.equal(print('caf\u00e9 %{\u20ac%s}t'), Buffer.from('caf\u00e9 \u20ac1795359845').toString('latin1'))
})

t.test('%V is the name that the client asked for', async t => {
  t.equal(print('%V', exchange({}, { host: 'Other.example:8080' })), 'Other.example')
})

t.test('a cookie is found by its very name', async t => {
  const request = exchange({}, { cookie: 'XSID=1; SID = 2 ;SID=3; flag' })
  t.equal(print('%{SID}C %{sid}C %{flag}C', request), '2 - -')
  t.equal(print('%{SID}C'), '-')
})

t.test('an answer without a body has %b - and %B 0', async t => {
  t.equal(print('%b %B', exchange({ bodyBytes: 0 })), '- 0')
})

t.test('a client that left before the answer gets no status', async t => {
  const request = new IncomingMessage(new Socket())
  request.method = 'GET'
  t.equal(print('%s %X', exchange({ request, response: new ServerResponse(request) })), '- X')
})

t.test('%X tells what becomes of the connection', async t => {
  const finished = (shouldKeepAlive: boolean) => {
    const { response } = exchange()
    Object.defineProperty(response, 'writableFinished', { value: true })
    response.shouldKeepAlive = shouldKeepAlive
    return exchange({ response })
  }
  t.equal(print('%X', finished(true)), '+')
  t.equal(print('%X', finished(false)), '-')
})

t.test('the balancer\'s variables are those of the elected member', async t => {
  const format = '%{BALANCER_NAME}e %{BALANCER_WORKER_NAME}e [%{BALANCER_WORKER_ROUTE}e] %{BALANCER_SESSION_STICKY}e [%{BALANCER_SESSION_ROUTE}e] %{BALANCER_ROUTE_CHANGED}e'
  t.equal(print(format, exchange({ reply: election() })), 'balancer://one http://a.local [a] SID [b] 1')
  t.equal(print(format, exchange({ reply: election({ sticky: null, route: null, routeChanged: false }) })), 'balancer://one http://a.local [a] - [-] -')
  t.equal(print('[%{BALANCER_SESSION_ROUTE}e]', exchange({ reply: election({ route: '' }) })), '[]', 'set but empty')
  t.equal(print(format, exchange({ reply: election({ member: null }) })), '- - [-] - [-] -', 'no member could be elected')
  t.equal(print(format), '- - [-] - [-] -', 'nothing was balanced')
  t.equal(print('%{BALANCER_REASON}e', exchange({ reply: election({ reason: 'route' }) })), 'route')
  t.equal(print('%{PATH}e', exchange({ reply: election() })), '-', 'the environment of the process is nobody\'s business')
})

t.test('what went to a member has its handler, and its attempts', async t => {
  const attempts = [{ member: 'http://a.local', duration: 2.4, outcome: 'ECONNREFUSED' }, { member: 'http://b.local', duration: 12.6, outcome: '200' }]
  t.equal(print('%f %R %{BALANCER_ATTEMPTS}e', exchange({ reply: election(), attempts })), 'proxy:balancer://one/x proxy-server http://a.local=ECONNREFUSED/2,http://b.local=200/13')
  t.equal(print('%{BALANCER_ATTEMPTS}e'), '-')
  t.equal(print('%S %I', exchange({ bytesIn: null })), '- -', 'over HTTP/2')
})

t.test('a header of the answer may be known to Fastify alone', async t => {
  t.equal(print('%{X-One}o %{Content-Type}o', exchange({ reply: election() })), 'from reply text/plain')
})

t.test('a directive that does not exist is refused with its place', async t => {
  for (const directive of ['%{%Q}t', '%{x}a', '%{x}p', '%{tid}P', '%{x}^to', '%Z', '%{x}Z', '%{years}T', '%i', '%{name}h', '%{name', '%constructor', '%']) {
    t.throws(() => compileFormat({ format: `%h ${directive}`, place }), {
      name: 'Refusal', message: /^httpd\.conf:9: CustomLog: the format has %.*, which is not supported$/
    }, directive)
  }
})
