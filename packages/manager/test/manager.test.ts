import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { createHash } from 'node:crypto'
import balancer from '@fastify-balancer/balancer'
import { Balancers } from '@fastify-balancer/core'
import Fastify from 'fastify'
import t from 'tap'
import manager, { manager as named } from '../src/index.ts'
import { a, managerApp, standIn } from './support/manager-app.ts'

const allow = 'GET,POST,OPTIONS,HEAD,TRACE'

t.test('the page is shown', async t => {
  const { get } = await managerApp(t)
  const response = await get()
  t.equal(response.statusCode, 200)
  t.equal(response.headers['content-type'], 'text/html; charset=utf-8')
  t.match(response.body, '<title>Balancer Manager</title>')
  t.match(response.body, '<h1>Load Balancer Manager for proxy.test</h1>')
})

t.test('a browser edits a member over a socket', async t => {
  const { app, balancers } = await managerApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const address = `http://127.0.0.1:${port}/balancer-manager`
  const page = await (await fetch(address)).text()
  const link = /href="([^"]*;w=[^"]*)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  const form = await (await fetch(new URL(link, address), { headers: { referer: address } })).text()
  t.equal(/action="([^"]*)"/.exec(form)![1], address)
  const fields = new URLSearchParams()
  for (const [, name, value] of form.matchAll(/<input type=hidden name='(\w+)' id='\w+' value=["']([^"']*)/g)) fields.set(name!, value!)
  fields.set('w_lf', '2.5')
  const response = await fetch(address, { method: 'POST', headers: { referer: address }, body: fields })
  t.equal(response.status, 200)
  t.match(await response.text(), `Edit worker settings for ${a}`)
  t.equal(balancers.get('shop').members[0]!.lbfactor, 250)
})

t.test('HEAD is GET without the body', async t => {
  const { app } = await managerApp(t)
  const response = await app.inject({ method: 'HEAD', url: '/balancer-manager' })
  t.equal(response.statusCode, 200)
  t.equal(response.body, '')
  t.equal(response.headers['content-type'], 'text/html; charset=utf-8')
})

t.test('OPTIONS tells the methods', async t => {
  const { app } = await managerApp(t)
  const response = await app.inject({ method: 'OPTIONS', url: '/balancer-manager' })
  t.equal(response.statusCode, 200)
  t.equal(response.headers.allow, allow)
  t.equal(response.body, '')
})

t.test('other methods are not allowed, with a body or without', async t => {
  const { app } = await managerApp(t)
  for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
    for (const payload of [undefined, 'b=shop']) {
      const response = await app.inject({ method, url: '/balancer-manager', ...(payload !== undefined && { payload }) })
      t.equal(response.statusCode, 405, method)
      t.equal(response.headers.allow, allow)
      t.match(response.json(), { code: 'FST_BALANCER_MANAGER_METHOD_NOT_ALLOWED' })
    }
  }
})

t.test('a body without end is cut off', async t => {
  const { app } = await managerApp(t)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const { statusCode, body } = await new Promise<{ statusCode: number | undefined, body: string }>((resolve, reject) => {
    const post = request({ port, host: '127.0.0.1', method: 'POST', path: '/balancer-manager' }, response => {
      text(response).then(body => resolve({ statusCode: response.statusCode, body }), reject)
    })
    post.on('error', reject)
    post.write('x'.repeat(64 * 1024 + 1))
  })
  t.equal(statusCode, 413)
  t.match(body, 'FST_ERR_CTP_BODY_TOO_LARGE')
})

t.test('security headers are set on every answer, and win over those of the app', async t => {
  const app = Fastify()
  t.after(() => app.close())
  app.addHook('onRequest', async (_request, reply) => { reply.headers({ 'referrer-policy': 'no-referrer', 'content-security-policy': 'none' }) })
  app.register(standIn(new Balancers(() => 'n')))
  app.register(manager)
  for (const [remoteAddress, status] of [['127.0.0.1', 200], ['10.0.0.1', 403]] as const) {
    const response = await app.inject({ url: '/balancer-manager', remoteAddress })
    t.equal(response.statusCode, status)
    t.match(response.headers, { 'x-content-type-options': 'nosniff', 'referrer-policy': 'strict-origin', 'cache-control': 'no-store' })
  }
  const { headers, body } = await app.inject({ url: '/balancer-manager' })
  const style = /<style type='text\/css'>([^]*?)<\/style>/.exec(body)![1]!
  const hash = createHash('sha256').update(style).digest('base64')
  t.equal(headers['content-security-policy'], `default-src 'none'; style-src 'self' 'sha256-${hash}'; script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'`)
  t.notMatch(body, / style=| on\w+=|<script>/)
})

t.test('its files are served beside it, to be kept by browsers until they change', async t => {
  const { app, get } = await managerApp(t)
  const { body } = await get()
  for (const [file, type] of [['manager.css', 'text/css; charset=utf-8'], ['live.js', 'text/javascript; charset=utf-8']] as const) {
    const url = new RegExp(`'(/balancer-manager/${file}\\?[0-9a-f]{12})'`).exec(body)![1]!
    const response = await app.inject({ url })
    t.equal(response.statusCode, 200)
    t.equal(response.headers['content-type'], type)
    t.match(response.headers['cache-control'], 'immutable')
    t.equal(response.headers['x-content-type-options'], 'nosniff')
    t.equal((await app.inject({ url, remoteAddress: '10.0.0.9' })).statusCode, 403)
  }
})

t.test('the app around it keeps its parsers, headers and 404', async t => {
  const { app } = await managerAppWithRoute(t)
  const json = await app.inject({ method: 'POST', url: '/echo', payload: { x: 1 } })
  t.strictSame(json.json(), { x: 1 })
  t.equal(json.headers['content-security-policy'], undefined)
  t.equal((await app.inject({ method: 'POST', url: '/echo', headers: { 'content-type': 'image/png' }, payload: 'x' })).statusCode, 415)
  t.equal((await app.inject({ url: '/echo', remoteAddress: '10.0.0.1' })).statusCode, 404)
})

async function managerAppWithRoute (t: Parameters<typeof managerApp>[0]) {
  const app = Fastify()
  t.after(() => app.close())
  app.register(standIn(new Balancers(() => 'n')))
  app.register(manager)
  app.post('/echo', async request => request.body)
  await app.ready()
  return { app }
}

t.test('the path may be another, behind a prefix, and twice in an app', async t => {
  const balancers = new Balancers(() => 'n')
  balancers.add('shop', {})
  const app = Fastify()
  t.after(() => app.close())
  app.register(standIn(balancers))
  app.register(async scope => { await scope.register(manager, { path: '/lb' }) }, { prefix: '/ops' })
  app.register(manager, { path: '/public', requireIp: ['10'], serverName: 'lb.example' })
  const { body } = await app.inject({ url: '/ops/lb?b=shop', headers: { host: 'h:81', referer: 'http://h/' } })
  t.match(body, 'href="/ops/lb?b=shop&amp;nonce=n"')
  t.match(body, 'action="http://h:81/ops/lb"')
  t.match((await app.inject({ url: '/public', remoteAddress: '10.0.0.1' })).body, 'Load Balancer Manager for lb.example<')
})

t.test('a bad option fails the start', async t => {
  const app = Fastify()
  t.after(() => app.close())
  app.register(standIn(new Balancers(() => 'n')))
  app.register(manager, { requireIp: ['nowhere'] })
  await t.rejects(async () => { await app.ready() }, { code: 'FST_BALANCER_BAD_OPTION', message: /requireIp/ })
})

t.test('it shows and changes the balancers of the balancer plugin', async t => {
  const app = Fastify()
  t.after(() => app.close())
  app.register(balancer, {
    balancers: { shop: { nonce: 'n', members: [{ url: a }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  app.register(manager)
  const response = await app.inject({
    method: 'POST', url: '/balancer-manager', headers: { host: 'h', referer: 'http://h/' }, payload: `b=shop&w=${a}&nonce=n&w_status_D=1`
  })
  t.match(response.body, '<td>Init Dis </td>')
  t.equal((await app.inject({ url: '/elsewhere' })).statusCode, 503, 'and its changes are what requests meet')
  t.equal((await app.inject({ method: 'PUT', url: '/balancer-manager', payload: 'x' })).statusCode, 405)
})

t.test('it needs the balancer plugin', async t => {
  const app = Fastify()
  t.after(() => app.close())
  app.register(manager)
  await t.rejects(async () => { await app.ready() }, { message: /'@fastify-balancer\/balancer'.*not registered/ })
})

t.test('it is exported by name and by default', async t => {
  t.equal(manager, named)
})
