import t from 'tap'
import { memberIdentity, readMemberUrl, usesTls } from '../src/member-url.ts'

type Parts = readonly [url: string, scheme: string, hostname: string, port: number, path: string, socketPath: string | null]

const urls: ReadonlyArray<readonly [given: string, parts: Parts]> = [
  ['http://host', ['http://host', 'http', 'host', 80, '', null]],
  ['HTTP://Host:80/', ['http://host', 'http', 'host', 80, '', null]],
  ['http://host:8080', ['http://host:8080', 'http', 'host', 8080, '', null]],
  ['https://host', ['https://host', 'https', 'host', 443, '', null]],
  ['https://host:443/App', ['https://host/App', 'https', 'host', 443, '/App', null]],
  ['http://host:443', ['http://host:443', 'http', 'host', 443, '', null]],
  ['http://[::1]:81/a/', ['http://[::1]:81/a/', 'http', '::1', 81, '/a/', null]],
  ['WS://Host:80/', ['ws://host', 'ws', 'host', 80, '', null]],
  ['wss://host:443/app', ['wss://host/app', 'wss', 'host', 443, '/app', null]],
  ['unix:/run/a.sock|ws:', ['ws://localhost', 'ws', 'localhost', 80, '', '/run/a.sock']],
  ['unix:/run/a.sock|http://host/app', ['http://host/app', 'http', 'host', 80, '/app', '/run/a.sock']],
  ['unix:/run/a.sock|http:', ['http://localhost', 'http', 'localhost', 80, '', '/run/a.sock']],
  ['unix:/run/a.sock|http://', ['http://localhost', 'http', 'localhost', 80, '', '/run/a.sock']],
  ['unix:/run/a.sock|https://', ['https://localhost', 'https', 'localhost', 443, '', '/run/a.sock']]
]

for (const [given, [url, scheme, hostname, port, path, socketPath]] of urls) {
  t.test(`${given} is read`, async t => {
    t.strictSame(readMemberUrl(given, 'x'), { url, scheme, hostname, port, path, socketPath })
  })
}

for (const given of ['', 'host', 'host:80', '//host', 'http://', 'ajp://host', 'http://ho st', ' http://host', 'http://host/a b', 'unix:/run/a.sock', 'unix:|http://h', 'http:\n//host']) {
  t.test(`${JSON.stringify(given)} is no member's URL`, async t => {
    t.throws(() => readMemberUrl(given, 'balancer://x member'), {
      code: 'FST_BALANCER_BAD_PARAMETER',
      message: `balancer://x member: url must be http://host[:port][/path], https://…, ws://…, wss://… or unix:/socket|http://…, not "${given}"`
    })
  })
}

for (const given of ['http://host/?a=b', 'http://host/#a', 'http://user@host', 'http://:secret@host']) {
  t.test(`${given} holds too much`, async t => {
    t.throws(() => readMemberUrl(given, 'balancer://x member'), {
      code: 'FST_BALANCER_BAD_PARAMETER',
      message: `balancer://x member: url may hold no user, query or fragment: "${given}"`
    })
  })
}

t.test('https and wss are reached over TLS', async t => {
  t.strictSame(['http', 'https', 'ws', 'wss'].filter(scheme => usesTls({ scheme })), ['https', 'wss'])
})

t.test('what is no URL is told apart by itself', async t => {
  t.equal(memberIdentity('HTTP://Host:80/'), 'http://host')
  t.equal(memberIdentity('host'), 'host')
})
