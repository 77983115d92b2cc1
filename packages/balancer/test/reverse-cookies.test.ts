import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

const table: ReadonlyArray<readonly [cookie: string, rewritten: string]> = [
  ['a=1; Path=/target', 'a=1; Path=/map/a'],
  ['a=1; Path=/target/sub; HttpOnly', 'a=1; Path=/map/a; HttpOnly'],
  ['a=1;path=/targetx', 'a=1;path=/map/a'],
  ['a=1; Path=/Target', 'a=1; Path=/Target'],
  ['a=1; Path="/target"', 'a=1; Path="/target"'],
  ['a=1; Domain=Backend.example.com', 'a=1; Domain=public.example'],
  ['a=1; DOMAIN=.backend.example.com', 'a=1; DOMAIN=.backend.example.com'],
  ['a=1; Domain=other.example', 'a=1; Domain=other.example'],
  ['path=/target; Secure', 'path=/target; Secure'],
  ['a="x;y"; Max-Age=1', 'a="x;y"; Max-Age=1']
]

t.test('paths and domains of cookies are replaced', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.setHeader('set-cookie', table.map(([cookie]) => cookie)).end()
  })
  const { url } = await startApp(t, {
    proxyPass: [{ path: '/', url: a.url }],
    proxyPassReverseCookiePath: [{ internal: '/target', public: '/map/a' }],
    proxyPassReverseCookieDomain: [{ internal: 'backend.example.com', public: 'public.example' }]
  })
  t.strictSame((await fetch(url)).headers.getSetCookie(), table.map(([, rewritten]) => rewritten))
})

t.test('without rules they stay as they are', async t => {
  const cookies = table.map(([cookie]) => cookie)
  const a = await startBackend(t, 'a', (_request, response) => { response.setHeader('set-cookie', cookies).end() })
  const { url } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }] })
  t.strictSame((await fetch(url)).headers.getSetCookie(), cookies)
})
