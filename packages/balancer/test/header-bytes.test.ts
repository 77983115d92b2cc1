import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('bytes of header fields pass unchanged, both ways', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    response.setHeader('x-back', request.headers['x-there'] as string).end()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const bytes = 'caf\xe9 \xe2\x82\xac \xff'
  const answer = await exchange(port, get('/', `X-There: ${bytes}`))
  t.equal(/^x-back: (.*)\r$/im.exec(answer)?.[1], bytes)
})

t.test('the client\'s fields keep order and spelling', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyAddHeaders: false })
  await exchange(port, get('/', 'X-b: 2', 'x-A: 1', 'X-b: 3', 'Cookie: a=1', 'Cookie: b=2'))
  const { rawHeaders } = a.received[0]!
  // Host, which is ours, comes first, and Connection last.
  t.strictSame(rawHeaders.slice(2, -2), ['X-b', '2', 'x-A', '1', 'X-b', '3', 'Cookie', 'a=1', 'Cookie', 'b=2'])
})

t.test('repeated fields of an answer stay apart', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.setHeader('set-cookie', ['a=1', 'b=2', 'c=3']).setHeader('x-many', ['1', '2', '3']).end()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/'))
  t.strictSame([...answer.matchAll(/^set-cookie: (.*)\r$/gim)].map(([, value]) => value), ['a=1', 'b=2', 'c=3'])
  t.strictSame([...answer.matchAll(/^x-many: (.*)\r$/gim)].map(([, value]) => value), ['1', '2', '3'])
})

t.test('a field may be named as JavaScript names things', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.writeHead(200, [['constructor', 'c'], ['toString', 't'], ['__proto__', 'p']]).end('a')
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/', 'constructor: c', '__proto__: p', 'Connection: toString'))
  t.match(answer, /^HTTP\/1\.1 200 /)
  t.match(answer, /^constructor: c\r$/m)
  t.match(answer, /^tostring: t\r$/im)
  t.equal(members[0]!.busy, 0)
})

t.test('an expectation is met here and goes no further', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, 'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx')
  t.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
  t.equal(a.received[0]!.body, 'x')
  t.notHas(a.received[0]!.headers, 'expect')
})
