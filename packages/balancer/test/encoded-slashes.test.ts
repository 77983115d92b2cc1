import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('allowEncodedSlashes makes an escaped slash a slash', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, { allowEncodedSlashes: true, proxyPass: [{ path: '/a/b', url: `${h.url}/t` }] })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [
    ['/a/b/x%2Fy', '/t/x/y'],
    ['/a%2Fb%2fx', '/t/x'],
    ['/a/b/x%2F..%2F%2Fy', '/t/y'],
    ['/a/b/%252F', '/t/%252F']
  ]
  for (const [asked, sent] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
  }
  t.match(await exchange(port, get('/a/b/%00')), /^HTTP\/1\.1 404 /)
})

t.test('with nodecode it stays an escape, and a percent sign one of its own', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    allowEncodedSlashes: 'nodecode',
    balancers: { b: { members: [{ url: h.url }] } },
    proxyPass: [
      { path: '/a', url: `${h.url}/t` },
      { path: '/100%', url: `${h.url}/50%` },
      { path: '/sl%2Fash', url: `${h.url}/sl%2Fash` },
      { path: /^\/re\/(.*)/, url: `${h.url}/%/$1` }
    ]
  }, app => {
    app.get('/own/*', (_request, reply) => reply.balance('b'))
    app.get('/other', (_request, reply) => reply.balance('b', '/%2F'))
  })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [
    ['/a/x%2Fy%2fz', '/t/x%2Fy%2fz'],
    ['/a/a%25b', '/t/a%25b'],
    ['/a/%252F%20', '/t/%252F%20'],
    ['/100%25/x', '/50%25/x'],
    ['/sl%2Fash/x', '/sl%2Fash/x'],
    ['/re/x%2Fy', '/%25/x%2Fy'],
    ['/own/x%2Fy%25', '/own/x%2Fy%25'],
    ['/other', '/%252F']
  ]
  for (const [asked, sent] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
  }
  t.match(await exchange(port, get('/a/%00')), /^HTTP\/1\.1 404 /)
})
