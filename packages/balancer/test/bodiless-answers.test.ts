import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('answers without a body stay without', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    const status = Number(request.url!.slice(1))
    response.writeHead(status, { etag: '"1"', ...(status === 200 ? { 'content-length': 1234 } : {}) }).end()
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/204')), /^HTTP\/1\.1 204 No Content\r\n[^]*etag: "1"[^]*\r\n\r\n$/i)
  const notModified = await exchange(port, get('/304'))
  t.match(notModified, /^HTTP\/1\.1 304 Not Modified\r\n[^]*etag: "1"[^]*\r\n\r\n$/i)
  t.notMatch(notModified, /content-length|transfer-encoding/i)
  const head = await exchange(port, get('/200').replace('GET', 'HEAD'))
  t.match(head, /^HTTP\/1\.1 200 OK\r\n[^]*content-length: 1234[^]*\r\n\r\n$/i)
  t.equal(members[0]!.busy, 0)
})

t.test('an answer of unknown length comes chunked, and to HTTP/1.0 until the connection ends', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.write('one')
    setImmediate(() => response.end('two'))
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const chunked = await exchange(port, get('/'))
  t.match(chunked, /transfer-encoding: chunked/i)
  t.match(chunked, /\r\n0\r\n\r\n$/)
  const old = await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
  t.notMatch(old, /transfer-encoding/i)
  t.match(old, /\r\n\r\nonetwo$/)
})

t.test('the reason phrase passes, an empty one too', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    response.writeHead(request.url === '/empty' ? 200 : 299, request.url === '/empty' ? ' ' : 'Quite Good').end()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/')), /^HTTP\/1\.1 299 Quite Good\r\n/)
})
