import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { startApp } from './support/app.ts'

t.test('members may listen on a Unix socket', { skip: process.platform === 'win32' && 'Windows has none' }, async t => {
  const path = join(t.testdir(), 'member.sock')
  const server = createServer((request, response) => response.end(`${request.headers.host} ${request.url}`))
  server.listen(path)
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { url } = await startApp(t, {
    balancers: { shop: { members: [{ url: `unix:${path}|http://shop.example/base` }] } },
    proxyPass: [{ path: '/a', url: 'balancer://shop' }, { path: '/b', url: `unix:${path}|http://alone/x` }]
  })
  t.equal(await (await fetch(`${url}/a/x`)).text(), 'shop.example /base/x')
  t.equal(await (await fetch(`${url}/b/y`)).text(), 'alone /x/y')
})
