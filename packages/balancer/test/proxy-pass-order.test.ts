import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('the first rule that matches wins, not the longest', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, {
    proxyPass: [
      { path: '/a', url: `${h.url}/short` },
      { path: '/a/b', url: `${h.url}/long` },
      { path: '/c/d', url: `${h.url}/long` },
      { path: '/c', url: `${h.url}/short` }
    ]
  })
  for (const path of ['/a/b/x', '/c/d/x', '/c/x']) await fetch(url + path)
  t.strictSame(h.asked, ['GET /short/b/x', 'GET /long/x', 'GET /short/x'])
})

t.test('an exclamation mark ends the search', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, {
    proxyPass: [
      { path: '/a/private', url: '!' },
      { path: '/a', url: h.url },
      { path: '/a/late', url: '!' }
    ]
  }, app => {
    app.get('/a/private/own', () => 'own')
  })
  t.equal((await fetch(`${url}/a/private`)).status, 404)
  t.equal((await fetch(`${url}/a//private/x`)).status, 404)
  t.equal((await fetch(`${url}/a/%70rivate/x`, { method: 'POST', body: 'x' })).status, 404)
  t.equal(await (await fetch(`${url}/a/private/own`)).text(), 'own')
  t.equal((await fetch(`${url}/a/privateer`)).status, 200)
  t.equal((await fetch(`${url}/a/late`)).status, 200)
  t.strictSame(h.asked, ['GET /privateer', 'GET /late'])
})

t.test('rules that are added later come after the others', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, { proxyPass: [{ path: '/a', url: `${h.url}/option` }] }, app => {
    app.proxyPass('/a', `${h.url}/never`)
      .proxyPass('/b/no', '!')
      .proxyPass('/b/', `${h.url}/slash/`)
      .proxyPass('/b', `${h.url}/plain`)
  })
  for (const path of ['/a/x', '/b', '/b/x', '/b/no']) await fetch(url + path)
  t.strictSame(h.asked, ['GET /option/x', 'GET /plain', 'GET /slash/x'])
})

t.test('paths are taken under the prefix of the scope', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, { proxyPass: [{ path: '/outside', url: `${h.url}/outside` }] }, app => {
    app.register(async scope => {
      scope.proxyPass('/shop', `${h.url}/in`)
      scope.proxyPass(/^\/api\/item\/(\d+)$/, `${h.url}/number/$1`)
      scope.proxyPass('/', `${h.url}/rest/`)
    }, { prefix: '/api' })
    app.register(async scope => { scope.proxyPass('/x', `${h.url}/slash`) }, { prefix: '/end/' })
  })
  for (const path of ['/outside', '/api/shop/x', '/api/item/7', '/api/other', '/end/x/y', '/shop']) await fetch(url + path)
  t.strictSame(h.asked, ['GET /outside', 'GET /in/x', 'GET /number/7', 'GET /rest/other', 'GET /slash/y'])
})
