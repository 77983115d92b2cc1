import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants } from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http2'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import type { ServerDefinition } from '@fastify-balancer/conf'
import { backend } from './support/backend.ts'
import { place, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'
import type { Started } from './support/started.ts'
import { askHttp2, askTls, host, session, shake, tlsListen } from './support/tls.ts'

type Listener = Parameters<typeof backend>[0]

async function behind (t: Test, listener: Listener): Promise<Partial<ServerDefinition>> {
  const member = await backend(listener)
  t.teardown(member.close)
  return { proxyPass: [rule('/', `${member.url}/`)] }
}

const hello: Listener = (_request, response) => { response.end('hello') }

/** One host, that speaks HTTP/2 over TLS. */
async function overTls (t: Test, listener: Listener = hello, given: Partial<ServerDefinition> = {}, more: Parameters<typeof started>[1] = {}): Promise<Started & { port: number }> {
  const virtualHosts = [host('first', { ...await behind(t, listener), protocols: ['h2', 'http/1.1'], ...given })]
  const running = await started(t, { virtualHosts, ...more }, { listen: tlsListen })
  return { ...running, port: running.serving.addresses[0]!.port }
}

/** The main server, that speaks HTTP/2 without TLS. */
async function withoutTls (t: Test, listener: Listener = hello, more: Parameters<typeof started>[1] = {}): Promise<Started & { port: number }> {
  const running = await started(t, { main: server({ ...await behind(t, listener), protocols: ['h2c', 'http/1.1'] }), ...more })
  return { ...running, port: running.serving.addresses[0]!.port }
}

t.test('over TLS the protocol is the first of ours that the client knows', async t => {
  const { port } = await overTls(t)
  const chosen = async (...ALPNProtocols: string[]): Promise<unknown> => {
    const socket = await shake(port, { servername: 'first.test', ...(ALPNProtocols.length === 0 ? {} : { ALPNProtocols }) })
    socket.destroy()
    return socket.alpnProtocol
  }
  t.strictSame([await chosen('http/1.1', 'h2'), await chosen('http/1.1'), await chosen()], ['h2', 'http/1.1', false])
  t.match(await askTls(port, 'first.test', 'first.test'), /^HTTP\/1\.1 200 .*hello$/s)
  const { status, body } = await askHttp2(await session(t, port, 'first.test'), { ':path': '/' })
  t.strictSame([status, body], [200, 'hello'])
})

t.test('each host has protocols of its own', async t => {
  const virtualHosts = [host('first', { protocols: ['http/1.1'] }), host('second', { protocols: ['h2', 'http/1.1'] })]
  const { serving: { addresses } } = await started(t, { virtualHosts }, { listen: tlsListen })
  const chosen = []
  for (const servername of ['first.test', 'second.test']) {
    const socket = await shake(addresses[0]!.port, { servername, ALPNProtocols: ['h2', 'http/1.1'] })
    chosen.push(socket.alpnProtocol)
    socket.destroy()
  }
  t.strictSame(chosen, ['http/1.1', 'h2'])
})

t.test('without TLS a connection that begins with HTTP/2 speaks it, and others HTTP/1.1', async t => {
  const { port, ask } = await withoutTls(t, (request, response) => { response.end(request.headers['x-forwarded-host']) })
  const over = await session(t, port, null)
  t.match(await askHttp2(over, { ':authority': 'a.test' }), { status: 200, body: 'a.test' })
  t.match(await ask('/', { host: 'b.test' }), { status: 200, body: 'b.test' })
})

t.test('a connection that began with HTTP/1.1 stays with it, whatever it asks to change to', async t => {
  const { ask } = await withoutTls(t)
  t.match(await ask('/', { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' }), { status: 200, body: 'hello' })
})

t.test('a body of some size comes through both ways', async t => {
  const { port } = await overTls(t, async (request, response) => { response.end(await text(request)) })
  const body = 'x'.repeat(300_000)
  t.equal((await askHttp2(await session(t, port, 'first.test'), { ':method': 'POST' }, body)).body, body)
})

t.test('a request for a host with another certificate is misdirected', async t => {
  const virtualHosts = ['first', 'second'].map(name => host(name, { protocols: ['h2'] }))
  const { serving: { addresses } } = await started(t, { virtualHosts }, { listen: tlsListen })
  const over = await session(t, addresses[0]!.port, 'first.test')
  t.match(await askHttp2(over, { ':authority': 'second.test' }), { status: 421, body: /Misdirected Request/ })
  t.equal((await askHttp2(over, { ':authority': 'first.test', host: 'second.test' })).status, 404, 'the authority counts')
})

t.test('URLs, forwarded headers and route cookies know of TLS', async t => {
  const member = await backend((_request, response) => {
    response.setHeader('location', `${member.url}/there`)
    response.end()
  })
  t.teardown(member.close)
  const { port } = await overTls(t, hello, {
    proxyPass: [rule('/', 'balancer://one/')],
    proxyPassReverse: [{ path: '/', url: 'balancer://one/' }],
    protocols: ['h2']
  }, { balancers: [{ name: 'one', place, parameters: { routecookie: 'ROUTEID' }, members: [{ url: member.url, route: 'a' }] }] })
  const { headers } = await askHttp2(await session(t, port, 'first.test'), { ':authority': 'first.test' })
  t.equal(headers.location, 'https://first.test/there')
  t.match(headers['set-cookie'], [/^ROUTEID=.*; Secure/])
})

t.test('the access log tells of HTTP/2', async t => {
  const directory = t.testdir()
  const { port, close } = await overTls(t, hello, {
    accessLogs: [{ path: `${directory}/access.log`, format: '%h %V "%r" %>s %H %I %O %X', place }]
  })
  const over = await session(t, port, 'first.test')
  await askHttp2(over, { ':path': '/a?b', ':authority': 'first.test:8443' })
  await close()
  t.equal(readFileSync(`${directory}/access.log`, 'utf8'), '127.0.0.1 first.test "GET /a?b HTTP/2.0" 200 HTTP/2.0 - 5 +\n')
})

t.test('close lets requests in flight finish, and says that it goes', async t => {
  let answer: () => void = () => {}
  const arrived = new Promise<void>(resolve => {
    answer = resolve
  })
  let finish: () => void = () => {}
  const { port, close } = await withoutTls(t, (_request, response) => {
    finish = () => { response.end('finished') }
    answer()
  })
  const [busy, idle] = [await session(t, port, null), await session(t, port, null)]
  const asked = askHttp2(busy, { ':path': '/' })
  await arrived
  const goneAway = once(busy, 'goaway')
  const closed = close()
  const [code] = await goneAway as [number]
  t.equal(code, constants.NGHTTP2_NO_ERROR)
  await once(idle, 'close')
  finish()
  t.match(await asked, { status: 200, body: 'finished' })
  await closed
})

t.test('close ends connections of which nobody knows yet what they speak', async t => {
  const { port, close } = await withoutTls(t)
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  await Promise.all([close(), once(socket.resume(), 'close')])
})

t.test('a connection without requests ends after KeepAliveTimeout', async t => {
  const { port } = await withoutTls(t, hello, { keepAliveTimeout: 50 })
  const over = await session(t, port, null)
  const gone = once(over, 'close')
  t.equal((await askHttp2(over, { ':path': '/' })).status, 200)
  await gone
})

t.test('a client that lets its body or its window wait for longer than Timeout loses its request, not the connection', async t => {
  const { port } = await withoutTls(t, (request, response) => {
    if (request.method === 'POST') request.resume()
    else response.end(Buffer.alloc(1_000_000))
  }, { timeout: 100, keepAliveTimeout: 60_000 })
  const over = await session(t, port, null)
  const upload = over.request({ ':method': 'POST' }, { endStream: false })
  upload.on('error', () => {})
  upload.write('begin')
  await once(upload, 'close')
  t.equal(upload.rstCode, constants.NGHTTP2_CANCEL)
  const download = over.request({ ':path': '/' })
  download.on('error', () => {})
  await once(download, 'response')
  await once(download, 'close')
  t.equal(download.rstCode, constants.NGHTTP2_CANCEL, 'it never read')
  t.equal(over.destroyed, false)
})

t.test('no more requests at once than H2MaxSessionStreams', async t => {
  const { port } = await withoutTls(t, hello, { http2: { maxSessionStreams: 7, windowSize: 100_000 } })
  const over = await session(t, port, null)
  await askHttp2(over, { ':path': '/' })
  t.match(over.remoteSettings, { maxConcurrentStreams: 7, initialWindowSize: 100_000 })
})

t.test('CONNECT is refused, and holds nothing up', async t => {
  const { port, close } = await withoutTls(t)
  const over = await session(t, port, null)
  const stream = over.request({ ':method': 'CONNECT', ':authority': 'a.test:80' })
  const [headers] = await once(stream, 'response') as [IncomingHttpHeaders]
  t.equal(headers[':status'], 405)
  await close()
})

t.test('an answer that is there before the body comes whole, and lets go of a client that never sends the body', async t => {
  const answer = 'early'.repeat(50_000)
  const { port, close } = await withoutTls(t, (_request, response) => { response.end(answer) })
  const over = await session(t, port, null)
  const stream = over.request({ ':method': 'POST' }, { endStream: false })
  stream.on('error', () => {})
  let received = ''
  stream.on('data', chunk => { received += chunk })
  await once(stream, 'close')
  t.equal(received.length, answer.length)
  await close()
})
