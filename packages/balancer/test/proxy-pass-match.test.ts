import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('an expression is searched in the decoded path and its groups go into the url', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, {
    balancers: { b: { members: [{ url: `${h.url}/base` }] } },
    proxyPass: [
      { path: /^\/re\/(\w+)\/(\w+)?/, url: `${h.url}/$2/$1` },
      { path: /^\/glued(\/.*)$/, url: `${h.url}$1` },
      { path: /^\/named(\/.*)$/, url: 'balancer://b$1' },
      { path: /\.gif$/, url: `${h.url}/pictures$0` },
      { path: /^\/x/, url: 'balancer://b/m' },
      { path: /^\/secret/, url: '!' },
      { path: /^\/s.cret/g, url: h.url }
    ]
  })
  const table: ReadonlyArray<readonly [asked: string, sent: string | undefined]> = [
    ['/re/a/b', 'GET /b/a'],
    ['/re/a/', 'GET //a'],
    ['/re/%61/b?q', 'GET /b/a?q'],
    ['/glued/a', 'GET /a'],
    ['/named/a', 'GET /base/a'],
    ['/any/where.gif', 'GET /pictures.gif'],
    ['/x/zz', 'GET /base/m/x/zz'],
    ['/secret/x', undefined],
    ['/sacret/x', 'GET /sacret/x'],
    ['/sacret/x', 'GET /sacret/x'],
    ['/RE/a/b', undefined]
  ]
  for (const [asked, sent] of table) {
    const response = await fetch(url + asked)
    t.equal(response.status, sent === undefined ? 404 : 200, asked)
    t.equal(h.asked.pop(), sent, asked)
  }
})

t.test('two expressions may be added one after the other', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, {}, app => {
    app.proxyPass(/^\/one/, `${h.url}/1$0`)
    app.proxyPass(/^\/two/, `${h.url}/2$0`)
  })
  await fetch(`${url}/two`)
  await fetch(`${url}/one`)
  t.strictSame(h.asked, ['GET /2/two', 'GET /1/one'])
})
