import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('reverse rules of a section hold for its requests alone', async t => {
  const a = await startBackend(t, 'a', (_request, response) => {
    response.setHeader('location', '/in/x').setHeader('set-cookie', 'k=v; Path=/in; Domain=in.example').end()
  })
  const { port } = await startApp(t, {
    balancers: { b: { members: [{ url: a.url }] } },
    proxyPass: [{ path: '/', url: `${a.url}/` }],
    proxyPassReverse: [{ path: '/one', url: '/in', location: '/one' }, { path: '/two', url: '/in', location: /^\/t.o/ }, { path: '/all', url: '/in' }],
    proxyPassReverseCookiePath: [{ internal: '/in', public: '/one', location: '/one' }, { internal: '/in', public: '/all' }],
    proxyPassReverseCookieDomain: [{ internal: 'in.example', public: 'two.example', location: /^\/two/ }]
  }, app => {
    app.get('/one/own', (_request, reply) => reply.balance('b'))
  })
  const table: ReadonlyArray<readonly [path: string, location: string, cookie: string]> = [
    ['/one/x', '/one/x', 'Path=/one; Domain=in.example'],
    ['/one/own', '/one/x', 'Path=/one; Domain=in.example'],
    ['/%6fne', '/one/x', 'Path=/one; Domain=in.example'],
    ['/two', '/two/x', 'Path=/all; Domain=two.example'],
    ['/ones', '/all/x', 'Path=/all; Domain=in.example']
  ]
  for (const [path, location, cookie] of table) {
    const answer = await exchange(port, get(path))
    t.match(answer, `location: http://www.example:8080${location}\r\n`, path)
    t.match(answer, `set-cookie: k=v; ${cookie}\r\n`, path)
  }
})
