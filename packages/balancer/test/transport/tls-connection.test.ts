/** What connections over TLS do as others do, and what only they do. */
import { createSecureContext } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import type { MemberPool, MemberPoolOptions } from '../../src/transport/member-pool.ts'
import { ca, startTlsMember } from '../support/tls-member.ts'
import { until } from '../support/until.ts'
import { createPool, get, TestDeadlines } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const secureContext = createSecureContext({ ca })

function createTlsPool (t: Test, port: number, options: Partial<MemberPoolOptions> = {}, deadlines?: TestDeadlines): MemberPool {
  const tls = { secureContext, verify: true, checkPeerName: true, checkPeerExpire: true, ...options.tls }
  return createPool(t, port, { hostname: 'member.test', ...options, tls }, deadlines)
}

t.test('requests in turn use one connection', async t => {
  const member = await startTlsMember(t, 'member', (_request, response) => { response.end('x'.repeat(100_000)) })
  const pool = createTlsPool(t, member.port)
  for (let i = 0; i < 100; i++) {
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    if (recorder.ended !== 'done' || recorder.body.length !== 100_000) t.fail(`request ${i}`)
  }
  t.equal(member.sockets.length, 1)
  t.match(pool, { idle: 1, busy: 0, waiting: 0 })
})

t.test('interim answers are told, and 100 Continue lets the body go', async t => {
  const member = await startTlsMember(t, 'member', () => {})
  member.server.on('checkContinue', (request, response) => {
    response.writeEarlyHints({ link: '</a>; rel=preload' })
    response.writeContinue()
    request.pipe(response)
  })
  const pool = createTlsPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get({
    head: 'POST / HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n', body: Buffer.from('body'), length: 4, expectContinue: true
  }), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', interims: [103, 100], status: 200, body: 'body' })
})

t.test('a member that does not say 100 Continue within ping is given up', async t => {
  const deadlines = new TestDeadlines()
  const asked: string[] = []
  const member = await startTlsMember(t, 'member', () => {})
  member.server.on('checkContinue', request => { asked.push(request.url!) })
  const pool = createTlsPool(t, member.port, { ping: 500 }, deadlines)
  const recorder = new Recorder()
  pool.request(get({
    head: 'POST / HTTP/1.1\r\nHost: m\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n', body: Buffer.from('body'), length: 4, expectContinue: true
  }), recorder)
  await until(() => asked.length === 1)
  deadlines.pass(501)
  await recorder.over
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_CONTINUE_TIMEOUT' } })
})

t.test('an upgrade makes it an ordinary socket', async t => {
  const member = await startTlsMember(t)
  member.server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nfirst')
    socket.pipe(socket)
  })
  const pool = createTlsPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get({ head: 'GET / HTTP/1.1\r\nHost: m\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n', upgrade: true }), recorder)
  const { socket } = await recorder.over
  socket!.write('second')
  let received = ''
  socket!.setEncoding('latin1').on('data', data => { received += data }).resume()
  await until(() => received === 'firstsecond')
  t.equal(pool.busy, 1)
  socket!.destroy()
  await until(() => pool.busy === 0)
})

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  t.test(`the handshake of the second connection is short, over ${version}`, async t => {
    const member = await startTlsMember(t, 'member', (_request, response) => { response.end('hello') }, { minVersion: version, maxVersion: version })
    const pool = createTlsPool(t, member.port, { disablereuse: true })
    for (let i = 0; i < 3; i++) {
      const recorder = new Recorder()
      pool.request(get(), recorder)
      await recorder.over
      t.equal(recorder.body, 'hello')
    }
    t.strictSame(member.resumed, [false, true, true])
  })
}

t.test('who was refused for its certificate is not known again', async t => {
  for (const verify of [true, false]) {
    const member = await startTlsMember(t)
    const pool = createTlsPool(t, member.port, { hostname: 'other.test', tls: { secureContext, verify, checkPeerName: true, checkPeerExpire: true } })
    for (let i = 0; i < 3; i++) {
      const recorder = new Recorder()
      pool.request(get(), recorder)
      await recorder.over
      t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_HANDSHAKE' } })
    }
  }
})

t.test('a member that hangs up during the handshake refuses', async t => {
  const member = await startTlsMember(t)
  member.server.prependListener('connection', socket => socket.destroy())
  const recorder = new Recorder()
  createTlsPool(t, member.port).request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_HANDSHAKE', message: /^The TLS handshake with http:\/\/member failed: / } })
})

t.test('a member that nobody listens for refuses as without TLS', async t => {
  const recorder = new Recorder()
  createTlsPool(t, 1).request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_CONNECT', cause: { code: 'ECONNREFUSED' } } })
})

t.test('an answer of another after the end of the first closes the connection', async t => {
  const member = await startTlsMember(t)
  member.server.removeAllListeners('secureConnection').on('secureConnection', socket => socket.on('data', () => socket.write(hello + hello)))
  const pool = createTlsPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'hello' })
  t.match(pool, { idle: 0, busy: 0 })
})
