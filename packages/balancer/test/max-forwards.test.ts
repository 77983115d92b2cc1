import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('Max-Forwards counts down', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'Max-Forwards: 5'))
  await exchange(port, get('/', 'Max-Forwards: 1'))
  t.strictSame(a.received.map(({ headers }) => headers['max-forwards']), ['4', '0'])
})

t.test('at 0, or when it is no number, the request goes no further', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  for (const value of ['0', '-1', 'many']) {
    t.match(await exchange(port, get('/', `Max-Forwards: ${value}`)), /^HTTP\/1\.1 400 [^]*FST_BALANCER_MAX_FORWARDS/, value)
  }
  t.strictSame(a.asked, [])
})

t.test('OPTIONS and TRACE are answered here at 0', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/', 'Max-Forwards: 0').replace('GET', 'OPTIONS')), /^HTTP\/1\.1 200 [^]*^allow: GET, HEAD, POST, [^]*\r\n\r\n$/im)
  const echoed = await exchange(port, get('/x?y', 'Max-Forwards: 0', 'Cookie: a=1', 'Authorization: secret', 'Proxy-Authorization: secret', 'X: \xe9').replace('GET', 'TRACE'))
  t.match(echoed, /^HTTP\/1\.1 200 [^]*^content-type: message\/http\r$/im)
  t.ok(echoed.endsWith('\r\n\r\nTRACE /x?y HTTP/1.1\r\nHost: www.example:8080\r\nConnection: close\r\nMax-Forwards: 0\r\nX: \xe9\r\n\r\n'), 'without secrets')
  t.strictSame(a.asked, [])
})

t.test('who sends none gets proxyMaxForwards', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyMaxForwards: 10 })
  await exchange(port, get('/'))
  await exchange(port, get('/', 'Max-Forwards: 3'))
  t.strictSame(a.received.map(({ headers }) => headers['max-forwards']), ['10', '2'])
})

t.test('TRACE has no body', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, 'TRACE / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx'), /^HTTP\/1\.1 413 [^]*FST_BALANCER_TRACE_BODY/)
  t.match(await exchange(port, get('/').replace('GET', 'TRACE')), /^HTTP\/1\.1 200 /)
  t.strictSame(a.asked, ['TRACE /'])
})
