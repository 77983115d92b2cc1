import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('URLs of members in an answer become URLs here', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    response.setHeader(request.headers['x-field'] as string, request.headers['x-value'] as string).end()
  })
  const { port } = await startApp(t, {
    balancers: { shop: { members: [{ url: 'http://other.example' }, { url: `${a.url}/base` }] } },
    proxyPass: [{ path: '/', url: a.url }],
    proxyPassReverse: [
      { path: '/map/sub', url: 'balancer://shop/sub' },
      { path: '/map', url: 'balancer://shop' },
      { path: '/slash', url: 'balancer://SHOP/' },
      { path: '/map/a', url: `${a.url}/target` },
      { path: '/path', url: '/only' },
      { path: 'https://cdn.example', url: `${a.url}/cdn` }
    ]
  })
  const here = 'http://www.example:8080'
  const table: ReadonlyArray<readonly [value: string, rewritten: string]> = [
    [`${a.url}/base/x?y#z`, `${here}/map/x?y#z`],
    [`${a.url}/base/sub/x`, `${here}/map/sub/x`],
    ['http://OTHER.example/x', `${here}/map/x`],
    ['http://stranger.example/x', 'http://stranger.example/x'],
    [`${a.url}/target/x`, `${here}/map/a/x`],
    [`${a.url}/targetx`, `${here}/map/ax`],
    [`${a.url}/elsewhere`, `${a.url}/elsewhere`],
    ['https://any.example/only/x', `${here}/path/x`],
    ['/only/x', `${here}/path/x`],
    ['relative', 'relative'],
    [`${a.url}/cdn/x`, 'https://cdn.example/x']
  ]
  for (const [value, rewritten] of table) {
    const answer = await exchange(port, get('/', 'X-Field: Location', `X-Value: ${value}`))
    t.equal(/^location: (.*)\r$/im.exec(answer)?.[1], rewritten, value)
  }
  for (const field of ['Content-Location', 'URI', 'Destination', 'Refresh', 'Link']) {
    const answer = await exchange(port, get('/', `X-Field: ${field}`, `X-Value: ${a.url}/base/x`))
    const rewritten = field === 'Refresh' || field === 'Link' ? `${a.url}/base/x` : `${here}/map/x`
    t.equal(new RegExp(`^${field}: (.*)\r$`, 'im').exec(answer)?.[1], rewritten, field)
  }
})

t.test('without a Host the new URL is a path', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.setHeader('location', `${a.url}/x`).end() })
  const { port } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }], proxyPassReverse: [{ path: '/here', url: a.url }] })
  t.match(await exchange(port, 'GET / HTTP/1.0\r\n\r\n'), /^location: \/here\/x\r$/im)
})

t.test('slashes at the ends of a member and of a rule do not meet', async t => {
  const a = await startBackend(t, 'a', (request, response) => { response.setHeader('location', a.url + request.url).end() })
  const { port } = await startApp(t, {
    balancers: { root: { members: [{ url: a.url }] }, slash: { members: [{ url: `${a.url}/base/` }] } },
    proxyPass: [{ path: '/', url: `${a.url}/` }],
    proxyPassReverse: [{ path: '/deep', url: 'balancer://slash/sub' }, { path: '/base/', url: 'balancer://slash' }, { path: '/', url: 'balancer://root' }]
  })
  for (const [target, location] of [['/base/sub/x', '/deep/x'], ['/base/x', '/base/x'], ['/x', '/x']] as const) {
    t.match(await exchange(port, get(target)), new RegExp(`^location: http://www\\.example:8080${location}\r$`, 'im'))
  }
})

t.test('a redirect is followed through the balancer', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/app/old') response.writeHead(302, { location: `${a.url}/app/new` }).end()
    else response.end(request.url)
  })
  const { url } = await startApp(t, {
    balancers: { shop: { members: [{ url: `${a.url}/app` }] } },
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }],
    proxyPassReverse: [{ path: '/shop', url: 'balancer://shop' }]
  })
  t.equal(await (await fetch(`${url}/shop/old`)).text(), '/app/new')
})
