import t from 'tap'
import type { HeaderOptions } from '@fastify-balancer/balancer'
import { startApp, startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

const rules: HeaderOptions[] = [
  { action: 'append', name: 'X-From', value: 'member' },
  { action: 'append', name: 'X-From', value: 'anybody', always: true },
  { action: 'unset', name: 'X-Own', always: true },
  { action: 'add', name: 'Set-Cookie', value: 'b=2', always: true }
]

t.test('rules that hold always come first for members\' answers', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.setHeader('Set-Cookie', 'a=1').end() })
  const { url } = await startShop(t, { members: [{ url: a.url }] }, { headers: rules })
  const { headers } = await fetch(url)
  t.equal(headers.get('x-from'), 'anybody, member')
  t.strictSame(headers.getSetCookie(), ['a=1', 'b=2'])
})

t.test('and change errors and what the app says itself', async t => {
  const { url } = await startShop(t, { members: [{ url: await refusingUrl() }] }, { headers: rules })
  const lost = await fetch(url)
  t.equal(lost.status, 503)
  t.equal(lost.headers.get('x-from'), 'anybody')
  t.match(await lost.json(), { code: 'FST_BALANCER_UNREACHABLE' })
  t.match(lost.headers.get('content-type'), /json/)
})

t.test('also cookies and fields that the app has set', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url }] }, {
    headers: rules,
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }]
  })
  const none = await fetch(url)
  t.equal(none.status, 404)
  t.strictSame([none.headers.get('x-from'), none.headers.getSetCookie()], ['anybody', ['b=2']])
})

t.test('an own route keeps what no rule names', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startApp(t, { balancers: { shop: { members: [{ url: a.url }] } }, headers: rules }, app => {
    app.get('/own', (_request, reply) => reply.header('X-Own', 1).header('X-Kept', 2).header('Set-Cookie', 'a=1').send('own'))
  })
  const { headers } = await fetch(`${url}/own`)
  t.strictSame(
    ['x-own', 'x-kept', 'x-from'].map(name => headers.get(name)).concat(headers.getSetCookie()),
    [null, '2', 'anybody', 'a=1', 'b=2'])
})
