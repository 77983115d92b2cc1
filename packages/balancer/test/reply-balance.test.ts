import t from 'tap'
import { startApp } from './support/app.ts'
import { exchange } from './support/client.ts'
import { startBackend } from './support/member.ts'

t.test('a route may balance by itself, to another path or the one that was asked for', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { balancers: { shop: { members: [{ url: `${a.url}/base` }] } } }, app => {
    app.get('/health', (_request, reply) => reply.balance('shop', '/status page/ü'))
    app.get('/same/*', async (_request, reply) => reply.balance('balancer://SHOP'))
  })
  t.equal(await (await fetch(`${url}/health?full`)).text(), 'a')
  t.equal(await (await fetch(`${url}/same/%7Ex?y`)).text(), 'a')
  t.strictSame(a.asked, ['GET /base/status%20page/%C3%BC?full', 'GET /base/same/~x?y'])
})

t.test('bodies that the app has parsed are sent again', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { balancers: { shop: { members: [{ url: a.url }] } } }, app => {
    app.addContentTypeParser('application/vnd.api+json', { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(body as string)))
    app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    app.post('/', (_request, reply) => reply.balance('shop'))
  })
  const table: ReadonlyArray<readonly [type: string, body: string, sent: string]> = [
    ['application/json', '{ "a": "ü" }', '{"a":"ü"}'],
    ['application/vnd.api+json; charset=utf-8', '[1, 2]', '[1,2]'],
    ['text/plain', 'text ü', 'text ü'],
    ['application/octet-stream', 'bytes', 'bytes']
  ]
  for (const [type, body, sent] of table) {
    t.equal((await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status, 200, type)
    t.match(a.received.pop(), { body: sent, headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(sent)) } })
  }
})

t.test('a body that cannot be made again is an error of the app', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { balancers: { shop: { members: [{ url: a.url }] } } }, app => {
    app.addContentTypeParser('*', (_request, _payload, done) => done(null, { parsed: true }))
    app.post('/', (_request, reply) => reply.balance('shop'))
  })
  for (const headers of [{ 'content-type': 'application/x-www-form-urlencoded' }, {}]) {
    const response = await fetch(url, { method: 'POST', headers, body: Buffer.from('a=1') })
    t.equal(response.status, 500)
    t.match(await response.json(), { code: 'FST_BALANCER_BODY_CONSUMED' })
  }
  t.strictSame(a.asked, [])
})

t.test('an unknown balancer and a path that cannot be read are errors', async t => {
  const { url, port } = await startApp(t, { balancers: { shop: {} } }, app => {
    app.get('/none', (_request, reply) => reply.balance('none'))
    app.get('/up/*', (_request, reply) => reply.balance('shop'))
  })
  const response = await fetch(`${url}/none`)
  t.equal(response.status, 404)
  t.match(await response.json(), { code: 'FST_BALANCER_NOT_FOUND' })
  t.match(await exchange(port, 'GET /up/../.. HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 [^]*FST_BALANCER_BAD_PATH/)
})
