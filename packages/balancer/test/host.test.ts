import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { Balancers } from '@fastify-balancer/core'
import { createRequestHeaders } from '../src/request-headers.ts'
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

t.test('80 is a port like others where the default is 443', async t => {
  const request = { raw: { rawHeaders: [], headers: {} } } as unknown as FastifyRequest
  const hostAt = (url: string): string | undefined => {
    const member = new Balancers(() => '').add('x', { members: [{ url }] }).members[0]!
    return createRequestHeaders({ proxyPreserveHost: false, proxyAddHeaders: [], proxyVia: 'off', proxyMaxForwards: undefined, serverName: undefined }, null, null)(request, member)[1]
  }
  t.strictSame(['https://h:80', 'https://h:443', 'https://h', 'http://h:443'].map(hostAt), ['h:80', 'h', 'h', 'h:443'])
})

t.test('with proxyPreserveHost it is what the client sent', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyPreserveHost: true })
  await exchange(port, get('/'))
  t.equal(a.received[0]!.headers.host, 'www.example:8080')
  await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
  t.equal(a.received[1]!.headers.host, `127.0.0.1:${a.port}`)
})

t.test('with proxyPreserveHost and a client that sent none, it is the server\'s name', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyPreserveHost: true, serverName: 'ours.example' })
  await exchange(port, 'GET / HTTP/1.0\r\n\r\n')
  t.equal(a.received[0]!.headers.host, 'ours.example')
})

t.test('a member may be an address of IPv6', async t => {
  const { url } = await startApp(t, { proxyErrorReason: true, proxyPass: [{ path: '/', url: 'http://[::1]:1' }] })
  const response = await fetch(url)
  t.equal(response.status, 503)
  t.match(await response.json(), { code: 'FST_BALANCER_UNREACHABLE', message: /^No member could be reached: http:\/\/\[::1\]:1: E[A-Z]+: / })
})
