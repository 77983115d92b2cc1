import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp, startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('Host comes first and names the member', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'X-First: 1'))
  const [name, value] = a.received[0]!.rawHeaders
  t.match(name, /^host$/i)
  t.equal(value, `127.0.0.1:${a.port}`)
})

t.test('a default port is left out, and addresses of IPv6 keep their brackets', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startApp(t, {
    proxyPass: [{ path: '/80', url: 'http://member.example' }, { path: '/6', url: 'http://[::1]:8080' }],
    connectTo: [`::127.0.0.1:${a.port}`]
  })
  await exchange(port, get('/80'))
  await exchange(port, get('/6'))
  t.strictSame(a.received.map(({ headers }) => headers.host), ['member.example', '[::1]:8080'])
})

t.test('with proxyPreserveHost it is what the client sent', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyPreserveHost: true })
  await exchange(port, get('/'))
  t.equal(a.received[0]!.headers.host, 'www.example:8080')
  await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
  t.equal(a.received[1]!.headers.host, `127.0.0.1:${a.port}`)
})

t.test('a member may be an address of IPv6', async t => {
  const { url } = await startApp(t, { proxyPass: [{ path: '/', url: 'http://[::1]:1' }] })
  const response = await fetch(url)
  t.equal(response.status, 503)
  t.match(await response.json(), { code: 'FST_BALANCER_UNREACHABLE', message: 'http://[::1]:1 could not be reached' })
})
