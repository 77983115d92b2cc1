import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('fields of the connection to the client do not reach the member', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/',
    'Connection: X-Foo,  x-bar', 'X-Foo: 1', 'X-Bar: 2', 'X-Kept: 3',
    'Keep-Alive: timeout=9', 'Proxy-Connection: keep-alive', 'TE: trailers', 'Trailer: X-End', 'Upgrade: h2c'))
  const { headers } = a.received[0]!
  for (const name of ['x-foo', 'x-bar', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade', 'transfer-encoding']) t.notHas(headers, name)
  t.equal(headers['x-kept'], '3')
  t.equal(headers.connection, 'Keep-Alive')
})

t.test('a client cannot have our fields removed (GHSA-gwhp-pf74-vj37)', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'Connection: Host, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Server, Content-Length', 'X-Forwarded-For: spoofed'))
  t.match(a.received[0]!.headers, {
    host: `127.0.0.1:${a.port}`,
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'www.example:8080',
    'x-forwarded-server': 'www.example'
  })
})

t.test('fields of the connection to the member do not reach the client', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeHead(200, [
      ['Connection', 'keep-alive, X-Foo'], ['X-Foo', '1'], ['X-Kept', '2'], ['Keep-Alive', 'timeout=77'], ['Upgrade', 'h2c'],
      ['Proxy-Authenticate', 'Basic'], ['TE', 'trailers'], ['Proxy-Connection', 'x']
    ]).end('a')
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/'))
  t.match(answer, /^x-kept: 2\r$/im)
  t.notMatch(answer, /^(?:x-foo|upgrade|proxy-authenticate|te|proxy-connection):/im)
  t.notMatch(answer, /timeout=77/)
})

t.test('trailers end here, announced or not, and harm nobody', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeHead(200, { trailer: 'x-end', 'transfer-encoding': 'chunked' })
    response.write('a')
    response.addTrailers({ 'x-end': '1' })
    response.end()
  })
  const { port, url } = await startShop(t, { members: [{ url: a.url }] })
  for (const request of [get('/'), get('/', 'TE: trailers'), 'GET / HTTP/1.0\r\n\r\n']) {
    const answer = await exchange(port, request)
    t.match(answer, /^HTTP\/1\.1 200 /)
    t.notMatch(answer, /trailer|x-end/i)
  }
  t.equal(await (await fetch(url)).text(), 'a')
})

t.test('the end of a chunked upload loses its trailers', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, 'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTrailer: X-End\r\nTransfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\n0\r\nX-End: 1\r\n\r\n')
  t.match(a.received[0], { body: 'abc', headers: { 'transfer-encoding': 'chunked' } })
  t.notHas(a.received[0]!.headers, 'trailer')
})
