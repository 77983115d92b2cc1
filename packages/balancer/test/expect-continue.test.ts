import { once } from 'node:events'
import http2 from 'node:http2'
import { text } from 'node:stream/consumers'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import { connect } from './support/client.ts'
import { startApp, startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import type { Backend } from './support/member.ts'
import { until } from './support/until.ts'

const head = 'POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n'
const goOn = 'HTTP/1.1 100 Continue\r\n\r\n'

/** A client that keeps what it hears. */
async function startClient (t: Test, port: number, request = head): Promise<{ socket: Socket, heard: () => string }> {
  const socket = await connect(t, port)
  let heard = ''
  socket.on('data', chunk => { heard += chunk })
  socket.write(request)
  return { socket, heard: () => heard }
}

/** A backend that is asked whether to go on. */
async function startAsked (t: Test, name: string, decide: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Backend> {
  const backend = await startBackend(t, name)
  backend.server.on('checkContinue', decide)
  return backend
}

t.test('it is the member who says 100 Continue, and the body follows', async t => {
  let say: () => void
  const a = await startAsked(t, 'a', (request, response) => {
    say = () => {
      response.writeContinue()
      a.server.emit('request', request, response)
    }
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const { socket, heard } = await startClient(t, port)
  await until(() => say !== undefined)
  t.equal(heard(), '')
  say!()
  await until(() => heard() === goOn)
  socket.write('body')
  await until(() => heard().endsWith('a'))
  t.match(heard().slice(goOn.length), /^HTTP\/1\.1 200 OK\r\n[^]*Connection: keep-alive/)
  t.match(a.received[0], { body: 'body', headers: { expect: '100-continue' } })
})

t.test('a final answer takes its place; the body is never asked for, and the connection ends', async t => {
  const a = await startAsked(t, 'a', (_request, response) => { response.writeHead(413).end('too much') })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const { socket, heard } = await startClient(t, port)
  await once(socket, 'end')
  t.match(heard(), /^HTTP\/1\.1 413 [^]*connection: close\r\n[^]*\r\ntoo much\r\n/i)
  await until(() => members[0]!.busy === 0)
})

t.test('a member that cannot be reached: the next one, and 503 without 100 where there is none', async t => {
  const b = await startBackend(t, 'b')
  const { port } = await startShop(t, { members: [{ url: await refusingUrl() }, { url: b.url }] })
  const { socket, heard } = await startClient(t, port)
  await until(() => heard() === goOn)
  socket.write('body')
  await until(() => heard().endsWith('b'))
  t.equal(b.received[0]!.body, 'body')

  const alone = await startShop(t, { members: [{ url: await refusingUrl() }] })
  const client = await startClient(t, alone.port)
  await once(client.socket, 'end')
  t.match(client.heard(), /^HTTP\/1\.1 503 /)
})

t.test('a member that hangs up after it said 100: the next one is not asked, it gets the body', async t => {
  const a = await startBackend(t, 'a', request => { request.once('data', () => request.socket.destroy()) })
  a.server.on('checkContinue', (request, response) => {
    response.writeContinue()
    a.server.emit('request', request, response)
  })
  const b = await startBackend(t, 'b')
  const { port } = await startShop(t, { members: [{ url: a.url }, { url: b.url }] })
  const { socket, heard } = await startClient(t, port, head.replace('POST', 'PUT'))
  await until(() => heard() === goOn)
  socket.write('body')
  await until(() => heard().endsWith('b'))
  t.equal(heard().split(' 100 ').length, 2)
  t.equal(b.received[0]!.body, 'body')
  t.notHas(b.received[0]!.headers, 'expect')
})

t.test('with proxy100Continue off the client is told at once, and no member is asked', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxy100Continue: false })
  const { socket, heard } = await startClient(t, port)
  await until(() => heard() === goOn)
  t.strictSame(a.asked, [])
  socket.write('body')
  await until(() => heard().endsWith('a'))
  t.notHas(a.received[0]!.headers, 'expect')
})

t.test('what no rule forwards is told at once, be it the app\'s own or nobody\'s', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startApp(t, { proxyPass: [{ path: '/p', url: a.url }] }, app => {
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
    app.post('/own', request => request.body)
    app.post('/p/own', request => request.body)
  })
  for (const path of ['/own', '/p/own']) {
    const { socket, heard } = await startClient(t, port, head.replace('POST /', `POST ${path}`).replace('Host', 'Content-Type: text/x\r\nHost'))
    await until(() => heard() === goOn)
    socket.write('body')
    await until(() => heard().endsWith('body'))
  }
  const { heard } = await startClient(t, port, head.replace('POST /', 'POST /%zz'))
  await until(() => heard().startsWith(`${goOn}HTTP/1.1 400 `))
})

t.test('a request without body needs no 100', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const { heard } = await startClient(t, port, head.replace('Content-Length: 4\r\n', ''))
  await until(() => heard().endsWith('a'))
  t.match(heard(), /^HTTP\/1\.1 200 OK\r\n/)
})

t.test('any other expectation fails with 417', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const { heard } = await startClient(t, port, head.replace('100-continue', 'miracles'))
  await until(() => heard().startsWith('HTTP/1.1 417 '))
  t.strictSame(a.asked, [])
})

t.test('an app that listens for checkContinue itself is left alone', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { serverName: 's' })
  t.ok(port)
  const { app, port: own } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }] })
  app.server.on('checkContinue', (_request: IncomingMessage, response: ServerResponse) => { response.writeHead(403).end() })
  const { heard } = await startClient(t, own)
  await until(() => heard().startsWith('HTTP/1.1 403 '))
  t.strictSame(a.asked, [])
})

t.test('two of the plugin on one server both have their say', async t => {
  const a = await startAsked(t, 'a', (_request, response) => { response.writeHead(413).end('a') })
  const b = await startAsked(t, 'b', (_request, response) => { response.writeHead(413).end('b') })
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  for (const [prefix, { url }] of [['/a', a], ['/b', b]] as const) {
    app.register(async (scope: FastifyInstance) => { await scope.register(balancer, { proxyPass: [{ path: '/', url }] }) }, { prefix })
  }
  const port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port)
  for (const name of ['a', 'b']) {
    const { socket, heard } = await startClient(t, port, head.replace('POST /', `POST /${name}/`))
    await once(socket, 'end')
    t.match(heard(), new RegExp(`^HTTP/1\\.1 413 [^]*\r\n${name}\r\n`))
  }
})

t.test('clients of HTTP/2 wait for the member too', async t => {
  const a = await startAsked(t, 'a', (request, response) => {
    if (request.url === '/no') {
      response.writeHead(413).end()
      return
    }
    response.writeContinue()
    a.server.emit('request', request, response)
  })
  const app = Fastify({ http2: true })
  await app.register(balancer, { proxyPass: [{ path: '/', url: a.url }] })
  const session = http2.connect(await app.listen({ host: '127.0.0.1', port: 0 }))
  t.teardown(async () => {
    session.destroy()
    await app.close()
  })
  const stream = session.request({ ':method': 'POST', ':path': '/x', expect: '100-continue' })
  await once(stream, 'continue')
  t.strictSame(a.asked, ['POST /x'])
  t.equal(await text(stream.end('body')), 'a')
  t.equal(a.received[0]!.body, 'body')
  const refused = session.request({ ':method': 'POST', ':path': '/no', expect: '100-continue' })
  refused.on('continue', () => t.fail('the member did not say so'))
  const [headers] = await once(refused, 'response')
  t.equal(headers[':status'], 413)
  refused.destroy()
})
