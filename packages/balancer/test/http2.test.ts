import { once } from 'node:events'
import http2 from 'node:http2'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import { startBackend } from './support/member.ts'
import type { Backend } from './support/member.ts'
import { until } from './support/until.ts'

async function start (t: Test, backend: Backend): Promise<{ session: http2.ClientHttp2Session, app: ReturnType<typeof create>, authority: string }> {
  const app = create()
  await app.register(balancer, {
    balancers: { shop: { members: [{ url: backend.url }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }],
    proxyPassReverse: [{ path: '/back', url: 'balancer://shop' }]
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const session = http2.connect(url)
  t.teardown(async () => {
    session.destroy()
    await app.close()
  })
  return { session, app, authority: url.slice('http://'.length) }
}

function create () {
  return Fastify({ http2: true })
}

async function ask (session: http2.ClientHttp2Session, headers: http2.OutgoingHttpHeaders, body = ''): Promise<{ headers: http2.IncomingHttpHeaders, body: string }> {
  const stream = session.request(headers, { endStream: body === '' })
  if (body !== '') stream.end(body)
  const [answer] = await once(stream, 'response')
  return { headers: answer, body: await text(stream) }
}

t.test('clients may speak HTTP/2', async t => {
  const a = await startBackend(t, 'a', async (request, response) => {
    const body = await text(request)
    a.received.push({ method: request.method!, url: request.url!, headers: request.headers, rawHeaders: request.rawHeaders, body })
    response.writeHead(200, 'Reason', { location: `${a.url}/x`, connection: 'close, x-foo', 'x-foo': '1' }).end('a')
  })
  const { session, authority } = await start(t, a)
  const warnings: string[] = []
  const warn = (warning: Error): void => { warnings.push(warning.message) }
  process.on('warning', warn)
  t.teardown(() => process.off('warning', warn))

  const got = await ask(session, { ':path': '/x?y' })
  t.equal(got.headers[':status'], 200)
  t.equal(got.headers.location, `http://${authority}/back/x`)
  t.notHas(got.headers, 'x-foo')
  t.equal(got.body, 'a')
  t.match(a.received[0], { url: '/x?y', body: '', headers: { host: `127.0.0.1:${a.port}`, 'x-forwarded-host': authority, 'x-forwarded-for': '127.0.0.1' } })

  await ask(session, { ':method': 'POST', 'content-length': 4 }, 'body')
  t.match(a.received[1], { method: 'POST', body: 'body', headers: { 'content-length': '4' } })

  await ask(session, { ':method': 'POST', cookie: ['a=1', 'b=2'] }, 'of unknown length')
  t.match(a.received[2], { body: 'of unknown length', headers: { 'transfer-encoding': 'chunked' } })
  t.strictSame(a.received[2]!.rawHeaders.filter((_, i, all) => i % 2 === 1 && all[i - 1]!.toLowerCase() === 'cookie'), ['a=1; b=2'], 'one Cookie field (RFC 9113 §8.2.3)')
  await new Promise(resolve => setImmediate(resolve))
  t.strictSame(warnings, [])
})

t.test('a stream that is reset frees its member', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { session, app } = await start(t, a)
  const [member] = app.balancers.get('shop').members
  const stream = session.request({ ':path': '/' })
  stream.on('error', () => {})
  await until(() => member!.busy === 1 && a.asked.length === 1)
  stream.close(http2.constants.NGHTTP2_CANCEL)
  await until(() => member!.busy === 0)
  t.pass('busy is 0')
})

t.test('so does one that is reset before its request is forwarded', async t => {
  const a = await startBackend(t, 'a')
  const app = create()
  let forwarded: () => void
  const done = new Promise<void>(resolve => { forwarded = resolve })
  app.addHook('preHandler', async (_request, reply) => {
    stream.close(http2.constants.NGHTTP2_CANCEL)
    await once(reply.raw, 'close')
    setImmediate(forwarded)
  })
  await app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  const session = http2.connect(await app.listen({ host: '127.0.0.1', port: 0 }))
  t.teardown(async () => {
    session.destroy()
    await app.close()
  })
  const stream = session.request({ ':path': '/' })
  stream.on('error', () => {})
  await done
  t.equal(app.balancers.get('shop').members[0]!.busy, 0)
  t.strictSame(a.asked, [])
})

t.test('the authority is the host, and what is of one connection alone is not passed on', async t => {
  const a = await startBackend(t, 'a')
  const { session } = await start(t, a)
  const two = await ask(session, { ':path': '/', ':authority': 'a.example', host: 'b.example' })
  t.equal(two.headers[':status'], 400, 'two hosts are two requests')
  await ask(session, { ':path': '/', ':authority': 'a.example', te: 'trailers' })
  t.match(a.received[0]!.headers, { 'x-forwarded-host': 'a.example' })
  t.notHas(a.received[0]!.headers, 'te')
  t.notOk(a.received[0]!.rawHeaders.some(name => name.startsWith(':')))
})

t.test('trailers of a client do no harm', async t => {
  const a = await startBackend(t, 'a')
  const { session } = await start(t, a)
  const stream = session.request({ ':method': 'POST', trailer: 'x-sum' }, { waitForTrailers: true })
  stream.on('wantTrailers', () => { stream.sendTrailers({ 'x-sum': '1' }) })
  stream.end('body')
  t.equal(await text(stream), 'a')
  t.equal(a.received[0]!.body, 'body')
})

t.test('CONNECT is refused', async t => {
  const a = await startBackend(t, 'a')
  const { session } = await start(t, a)
  const stream = session.request({ ':method': 'CONNECT', ':authority': 'a.example:80' })
  const [headers] = await once(stream, 'response')
  t.equal(headers[':status'], 405)
  t.strictSame(a.asked, [])
  stream.destroy()
})

t.test('a member that fails is an answer of its own', async t => {
  const a = await startBackend(t, 'a', request => { request.socket.destroy() })
  const { session } = await start(t, a)
  t.equal((await ask(session, { ':method': 'POST' }, 'x')).headers[':status'], 502)
})

t.test('many requests that are reset at once leave no member busy', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { session, app } = await start(t, a)
  const [member] = app.balancers.get('shop').members
  const streams = Array.from({ length: 50 }, () => session.request({ ':path': '/' }).on('error', () => {}))
  await until(() => member!.busy === 50)
  for (const stream of streams) stream.close(http2.constants.NGHTTP2_CANCEL)
  await until(() => member!.busy === 0)
  t.pass('busy is 0')
})
