import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('the rest of the path follows the url, without a slash added or removed', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    balancers: {
      rr: { members: [{ url: h.url }] },
      sub: { members: [{ url: `${h.url}/base` }] },
      m: { members: [{ url: `${h.url}/base/` }] }
    },
    proxyPass: [
      { path: '/a', url: `${h.url}/target` },
      { path: '/b/', url: `${h.url}/target/` },
      { path: '/c', url: `${h.url}/target/` },
      { path: '/d/', url: `${h.url}/target` },
      { path: '/root', url: h.url },
      { path: '/rr', url: 'balancer://rr' },
      { path: '/sub', url: 'balancer://sub/extra' },
      { path: '/m/', url: 'balancer://m/x/' },
      { path: '//e///f', url: `${h.url}/slashes` },
      { path: '/colon:x', url: `${h.url}/colon` },
      { path: '/grüße', url: `${h.url}/größe` },
      { path: '/blank', url: `${h.url}/a b` }
    ]
  })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [
    ['/a', '/target'],
    ['/a/', '/target/'],
    ['/a/b', '/target/b'],
    ['/b/x', '/target/x'],
    ['/c', '/target/'],
    ['/c/', '/target//'],
    ['/c/x', '/target//x'],
    ['/d/', '/target'],
    ['/d/x', '/targetx'],
    ['/root', '/'],
    ['/root?x', '/?x'],
    ['/rr', '/'],
    ['/rr/', '/'],
    ['/rr/x//y', '/x/y'],
    ['/sub', '/base/extra'],
    ['/sub/x', '/base/extra/x'],
    ['/m/q', '/base//x/q'],
    ['/e/f/g', '/slashes/g'],
    ['/colon:x/y', '/colon/y'],
    ['/gr%C3%BC%C3%9Fe/x', '/gr%C3%B6%C3%9Fe/x'],
    ['/blank/x', '/a%20b/x'],
    ['/a/%7Eu;p=1', '/target/~u;p=1'],
    ['/a/a%3Bb', '/target/a;b'],
    ['/a/x[1]', '/target/x%5B1%5D'],
    ['/a/%e2%82%ac', '/target/%E2%82%AC'],
    ['/a/b/../c/./d', '/target/c/d'],
    ['/a/x?', '/target/x?'],
    ['/a/x?y=%7E//../[z]', '/target/x?y=%7E//../[z]'],
    ['http://www.example:8080/a/x', '/target/x']
  ]
  for (const [asked, sent] of table) {
    const answer = await exchange(port, get(asked))
    t.match(answer, /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
  }
})

t.test('a path that no rule matches, or that hides a slash, is not found', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    proxyPass: [{ path: '/map/a', url: h.url }, { path: '/map/b/', url: h.url }]
  })
  for (const target of ['/', '/map', '/map/ab', '/map/b', '/Map/a', '/map/a/%2F', '/map/a/x%00']) {
    t.match(await exchange(port, get(target)), /^HTTP\/1\.1 404 [^]*"error":"Not Found"/, target)
  }
  for (const target of ['/map/a/%', '/map/a/../../../b']) {
    t.match(await exchange(port, get(target)), /^HTTP\/1\.1 400 /, target)
  }
  t.strictSame(h.asked, [])
})
