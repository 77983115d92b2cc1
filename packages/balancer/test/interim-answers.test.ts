import { once } from 'node:events'
import http2 from 'node:http2'
import type { IncomingHttpHeaders } from 'node:http2'
import { text } from 'node:stream/consumers'
import type { RequestListener } from 'node:http'
import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import { connect, exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

/** Sends interim answers as they stand, then its own. */
function interim (...heads: readonly string[]): RequestListener {
  return (_request, response) => {
    for (const head of heads) response.socket!.write(`${head}\r\n\r\n`, 'latin1')
    response.end('final')
  }
}

const hints = 'HTTP/1.1 103 Whatever\r\nLink: </a.css>; rel=preload\r\nLink: </b.js>; rel=preload\r\nX-Note: \xe4'

t.test('interim answers are passed on, with their headers (HD-11)', async t => {
  const a = await startBackend(t, 'a', interim(hints, 'HTTP/1.1 102 Processing', 'HTTP/1.1 199 Ours'))
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/'))
  t.match(answer, [
    'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\nlink: </b.js>; rel=preload\r\nx-note: \xe4\r\n\r\n',
    'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 \r\n\r\nHTTP/1.1 200 OK\r\n'
  ].join(''))
  t.match(answer, /\r\n\r\nfinal$/)
})

t.test('before the final answer is there', async t => {
  let end: () => void
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload' })
    end = () => response.end()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(get('/'))
  const [chunk] = await once(client, 'data')
  t.equal(String(chunk), 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n')
  end!()
  await once(client.resume(), 'end')
})

t.test('without what ends here', async t => {
  const a = await startBackend(t, 'a', interim('HTTP/1.1 103 Early Hints\r\nConnection: x-hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nContent-Length: 7\r\nX-End: 1'))
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/')), /^HTTP\/1\.1 103 Early Hints\r\nx-end: 1\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
})

t.test('HTTP/1.0 has none', async t => {
  const a = await startBackend(t, 'a', interim(hints))
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, 'GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 OK\r\n/)
})

t.test('a 100 that nobody asked for is the member\'s own affair', async t => {
  const a = await startBackend(t, 'a', interim('HTTP/1.1 100 Continue'))
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/')), /^HTTP\/1\.1 200 OK\r\n/)
})

t.test('nothing is said out of turn: those of a request that came before its turn are dropped', async t => {
  let end: () => void
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/first') end = () => response.end('1')
    else interim(hints)(request, response)
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  let answers = ''
  client.on('data', chunk => { answers += chunk })
  client.write(`GET /first HTTP/1.1\r\nHost: h\r\n\r\n${get('/second')}`)
  await until(() => a.asked.length === 2 && members[0]!.read > 0)
  end!()
  await once(client, 'end')
  t.match(answers, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\n1HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nfinal$/)
  t.notMatch(answers, ' 103 ')
})

t.test('clients of HTTP/2 get them too', async t => {
  const a = await startBackend(t, 'a', interim(hints, 'HTTP/1.1 102 Processing'))
  const app = Fastify({ http2: true })
  await app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  const session = http2.connect(await app.listen({ host: '127.0.0.1', port: 0 }))
  t.teardown(async () => {
    session.destroy()
    await app.close()
  })
  const stream = session.request({ ':path': '/' })
  const seen: IncomingHttpHeaders[] = []
  stream.on('headers', headers => { seen.push(headers) })
  t.equal(await text(stream), 'final')
  t.match(seen, [{ ':status': 103, link: '</a.css>; rel=preload, </b.js>; rel=preload' }, { ':status': 102 }])
})

t.test('a member that fails behind them is one that failed', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeProcessing()
    setImmediate(() => response.destroy())
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/').replace('GET', 'POST')), /^HTTP\/1\.1 102 Processing\r\n\r\nHTTP\/1\.1 502 Bad Gateway\r\n/)
})
