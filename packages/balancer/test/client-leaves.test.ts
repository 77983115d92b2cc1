import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import { connect, get } from './support/client.ts'
import { startApp, startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

t.test('before there is an answer: the backend sees it, the member is free', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(get('/'))
  const [, response] = await once(a.server, 'request') as [IncomingMessage, ServerResponse]
  t.equal(members[0]!.busy, 1)
  client.destroy()
  await once(response, 'close')
  t.equal(members[0]!.busy, 0)
})

t.test('in the middle of the answer', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.write('begun') })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(get('/'))
  const asked = once(a.server, 'request')
  await once(client, 'data')
  client.destroy()
  const [, response] = await asked as [IncomingMessage, ServerResponse]
  await once(response, 'close')
  t.equal(members[0]!.busy, 0)
})

t.test('in the middle of its upload', async t => {
  let upload: IncomingMessage | undefined
  let begun = ''
  const a = await startBackend(t, 'a', request => {
    upload = request
    request.on('error', () => {}).on('data', chunk => { begun += chunk })
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nbegun')
  await until(() => begun === 'begun')
  const closed = new Promise(resolve => upload!.once('close', resolve))
  client.destroy()
  await closed
  t.notOk(upload!.complete)
  await until(() => members[0]!.busy === 0)
})

t.test('ten of them in a row', async t => {
  const a = await startBackend(t, 'a', (request, response) => { if (request.url === '/last') response.end('here') })
  const { port, url, members } = await startShop(t, { members: [{ url: a.url, max: 1 }] })
  for (let i = 0; i < 10; i++) {
    const client = await connect(t, port)
    client.write(get('/'))
    const [, response] = await once(a.server, 'request') as [IncomingMessage, ServerResponse]
    client.destroy()
    await once(response, 'close')
  }
  t.equal(await (await fetch(`${url}/last`)).text(), 'here')
  await until(() => members[0]!.busy === 0)
  t.equal(members[0]!.elected, 11)
})

t.test('while its request waits for a connection', async t => {
  const responses: ServerResponse[] = []
  const a = await startBackend(t, 'a', (_request, response) => { responses.push(response) })
  const { port, members } = await startShop(t, { members: [{ url: a.url, max: 1 }] })
  const first = await connect(t, port)
  first.write(get('/first'))
  await until(() => responses.length === 1)
  const second = await connect(t, port)
  second.write(get('/second'))
  await until(() => members[0]!.busy === 2)
  second.destroy()
  await until(() => members[0]!.busy === 1)
  responses[0]!.end('a')
  await once(first.resume(), 'end')
  t.strictSame(a.asked, ['GET /first'])
  await until(() => members[0]!.busy === 0)
})

t.test('while it waits for a member', async t => {
  const a = await startBackend(t, 'a')
  const { app, port, members } = await startShop(t, { timeout: 5, members: [{ url: a.url, status: '+D' }] })
  const client = await connect(t, port)
  const gone = new Promise<void>(resolve => { app.server.once('request', (_request, response) => response.once('close', resolve)) })
  client.write(get('/'))
  await once(app.server, 'request')
  client.destroy()
  await gone
  t.equal(members[0]!.elected, 0)
  t.strictSame(a.asked, [])
})

t.test('before its request came to be forwarded', async t => {
  const a = await startBackend(t, 'a')
  const app = Fastify()
  t.teardown(() => app.close())
  let forwarded: () => void
  const done = new Promise<void>(resolve => { forwarded = resolve })
  app.addHook('preHandler', async (_request, reply) => {
    client.destroy()
    await once(reply.raw, 'close')
    setImmediate(forwarded)
  })
  await app.register(balancer, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const client = await connect(t, (app.server.address() as AddressInfo).port)
  client.write(get('/'))
  await done
  t.equal(app.balancers.get('shop').members[0]!.busy, 0)
  t.strictSame(a.asked, [])
})

t.test('and others are not disturbed', async t => {
  const a = await startBackend(t, 'a', (request, response) => { if (request.url === '/stay') setImmediate(() => response.end('here')) })
  const { port, url } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }] })
  const client = await connect(t, port)
  client.write(get('/leave'))
  await once(a.server, 'request')
  const staying = fetch(`${url}/stay`)
  client.destroy()
  t.equal(await (await staying).text(), 'here')
})
