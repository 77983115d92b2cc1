import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('members hear who asked whom for what', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/'))
  t.match(a.received[0]!.headers, {
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'www.example:8080',
    'x-forwarded-server': 'www.example'
  })
  t.notHas(a.received[0]!.headers, 'via')
  t.notHas(a.received[0]!.headers, 'x-forwarded-proto')
})

t.test('what other proxies said before stays in front', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { serverName: 'proxy.example' })
  await exchange(port, get('/', 'X-Forwarded-For: 10.0.0.1', 'x-forwarded-host: first.example', 'X-FORWARDED-SERVER: one', 'Via: 1.1 one', 'X-Forwarded-Proto: https'))
  t.match(a.received[0]!.headers, {
    'x-forwarded-for': '10.0.0.1, 127.0.0.1',
    'x-forwarded-host': 'first.example, www.example:8080',
    'x-forwarded-server': 'one, proxy.example',
    via: '1.1 one',
    'x-forwarded-proto': 'https'
  })
})

t.test('of a field on several lines the last is continued', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'X-Forwarded-For: 10.0.0.1', 'X-Forwarded-For: 10.0.0.2'))
  t.equal(a.received[0]!.headers['x-forwarded-for'], '10.0.0.1, 10.0.0.2, 127.0.0.1')
})

t.test('proxyAddHeaders may be off', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyAddHeaders: false })
  await exchange(port, get('/', 'X-Forwarded-For: 10.0.0.1'))
  t.equal(a.received[0]!.headers['x-forwarded-for'], '10.0.0.1')
  t.notHas(a.received[0]!.headers, 'x-forwarded-host')
})

t.test('a client without Host has no X-Forwarded-Host', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
  t.equal(a.received[0]!.headers['x-forwarded-for'], '127.0.0.1')
  t.notHas(a.received[0]!.headers, 'x-forwarded-host')
  t.notHas(a.received[0]!.headers, 'x-forwarded-server')
})
