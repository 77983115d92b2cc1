import { once } from 'node:events'
import { Agent, createServer, get, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { App } from '../src/app.ts'
import { listen } from '../src/listen.ts'
import type { Listener } from '../src/listen.ts'
import { server } from './support/configuration.ts'

const connections = { timeout: 60_000, keepAlive: true, keepAliveTimeout: 5000, maxKeepAliveRequests: 100, maxHeaderSize: 16_384, http2: { maxSessionStreams: 100, windowSize: 65_535 } }

async function started (fastify: FastifyInstance, given: Partial<typeof connections> = {}, found: (...args: unknown[]) => void = () => {}): Promise<Listener> {
  await fastify.ready()
  const app: App = { definition: server(), fastify, accessLogger: null }
  return listen({ host: '127.0.0.1', port: 0 }, { ...connections, ...given }, (...args) => {
    found(...args)
    return app
  })
}

async function ask (port: number, options: { path?: string, headers?: Record<string, string>, agent?: Agent } = {}): Promise<IncomingMessage & { body: string }> {
  const [response] = await once(get({ port, ...options }), 'response') as [IncomingMessage]
  return Object.assign(response, { body: (await response.toArray()).join('') })
}

t.test('a request goes to the app of its virtual host', async t => {
  const asked: unknown[][] = []
  const app = Fastify()
  app.get('/a', request => `${request.headers.host} ${request.url}`)
  const listener = await started(app, {}, (...args) => asked.push(args))
  const { port } = listener.address
  t.equal((await ask(port, { path: '/a', headers: { host: 'a.example' } })).body, 'a.example /a')
  t.strictSame(asked, [['127.0.0.1', port, 'a.example']])
  await listener.close()
})

t.test('the authority of an absolute target takes the place of Host', async t => {
  const asked: unknown[][] = []
  const app = Fastify()
  app.get('/', request => `${request.headers.host} ${request.url}`)
  const listener = await started(app, {}, (...args) => asked.push(args))
  const { port } = listener.address
  t.equal((await ask(port, { path: 'http://b.example/?x', headers: { host: 'a.example' } })).body, 'b.example /?x')
  t.equal((await ask(port, { path: 'http://b.example?x', headers: { host: 'a.example' } })).body, 'b.example /?x')
  t.match(asked, [['127.0.0.1', port, 'b.example'], ['127.0.0.1', port, 'b.example']])
  await listener.close()
})

t.test('KeepAlive Off closes the connection after each answer', async t => {
  const app = Fastify()
  app.get('/', () => 'hello')
  const listener = await started(app, { keepAlive: false })
  const response = await ask(listener.address.port, { agent: new Agent({ keepAlive: true }) })
  t.equal(response.headers.connection, 'close')
  await listener.close()
})

t.test('MaxKeepAliveRequests ends a connection with its last answer', async t => {
  const app = Fastify()
  app.get('/', () => 'hello')
  const listener = await started(app, { maxKeepAliveRequests: 2 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const answers = [await ask(listener.address.port, { agent }), await ask(listener.address.port, { agent })]
  t.strictSame(answers.map(answer => answer.headers.connection), ['keep-alive', 'close'])
  await listener.close()
})

t.test('MaxKeepAliveRequests 0 sets no limit', async t => {
  const app = Fastify()
  app.get('/', () => 'hello')
  const listener = await started(app, { maxKeepAliveRequests: 0 })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const answers = [await ask(listener.address.port, { agent }), await ask(listener.address.port, { agent })]
  t.strictSame(answers.map(answer => answer.headers.connection), ['keep-alive', 'keep-alive'])
  await listener.close()
})

t.test('close lets requests in flight finish, and their connections end', async t => {
  const app = Fastify()
  let answer: () => void = () => {}
  const arrived = new Promise<void>(resolve => {
    app.get('/', async () => {
      await new Promise<void>(_resolve => {
        answer = _resolve
        resolve()
      })
      return 'finished'
    })
  })
  const listener = await started(app)
  const agent = new Agent({ keepAlive: true })
  const response = ask(listener.address.port, { agent })
  await arrived
  const closed = listener.close()
  await t.rejects(ask(listener.address.port), { code: 'ECONNREFUSED' }, 'no new ones are accepted')
  answer()
  const { body, headers } = await response
  t.equal(body, 'finished')
  t.equal(headers.connection, 'close')
  await closed
})

t.test('close ends idle connections, and one that finishes an answer whose head was sent before', async t => {
  const app = Fastify()
  app.get('/', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-length': '4' })
    reply.raw.write('he')
    finish = () => reply.raw.end('re')
  })
  let finish: () => unknown = () => {}
  const listener = await started(app)
  const idle = connect(listener.address.port, '127.0.0.1')
  await once(idle, 'connect')
  const call = request({ port: listener.address.port, agent: new Agent({ keepAlive: true }) }).end()
  const [response] = await once(call, 'response') as [IncomingMessage]
  const closed = listener.close()
  finish()
  t.equal((await response.toArray()).join(''), 'here')
  idle.resume()
  await Promise.all([closed, once(idle, 'close')])
})

t.test('a request that came behind another one is answered too, as the last one', async t => {
  const app = Fastify()
  const answers: Array<() => void> = []
  const arrived = new Promise<void>(resolve => {
    app.get('/', (_request, reply) => {
      answers.push(() => reply.send('hello'))
      if (answers.length === 2) resolve()
    })
  })
  const listener = await started(app)
  const socket = connect(listener.address.port, '127.0.0.1').setEncoding('latin1')
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2))
  await arrived
  const closed = listener.close()
  for (const answer of answers) answer()
  const received = (await socket.toArray()).join('')
  t.equal(received.split('HTTP/1.1 200').length, 2 + 1)
  await closed
})

t.test('a request that arrives behind a started answer while it closes is answered, as the last one', async t => {
  const app = Fastify()
  let finish: () => unknown = () => {}
  app.get('/slow', (_request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-length': '4' })
    reply.raw.write('slow')
    finish = () => reply.raw.end()
  })
  const arrived = new Promise<void>(resolve => {
    app.get('/fast', () => {
      resolve()
      return 'fast'
    })
  })
  const listener = await started(app)
  const socket = connect(listener.address.port, '127.0.0.1').setEncoding('latin1')
  socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(socket, 'readable')
  const closed = listener.close()
  socket.write('GET /fast HTTP/1.1\r\nHost: a\r\n\r\n')
  await arrived
  finish()
  t.match((await socket.toArray()).join(''), /slowHTTP\/1\.1 200 OK\r\n(?:.*\r\n)*connection: close\r\n(?:.*\r\n)*\r\nfast$/i)
  await closed
})

t.test('an address that is taken, or none of this machine, is refused in one line', async t => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as AddressInfo
  const find = (): App => { throw new Error('nothing arrives') }
  await t.rejects(listen({ host: '127.0.0.1', port }, connections, find), { name: 'Refusal', message: `127.0.0.1:${port}: address already in use` })
  await t.rejects(listen({ host: '192.0.2.1', port: 80 }, connections, find), { message: '192.0.2.1:80: this machine has no such address' })
  await t.rejects(listen({ host: '127.0.0.1', port: 65536 }, connections, find), { message: /^127\.0\.0\.1:65536: options\.port should be/ })
  other.close()
})

t.test('without a host it listens on every address', async t => {
  const app = Fastify()
  app.get('/', () => 'hello')
  await app.ready()
  const listener = await listen({ host: null, port: 0 }, connections, () => ({ definition: server(), fastify: app, accessLogger: null }))
  t.equal((await ask(listener.address.port)).body, 'hello')
  t.equal(listener.address.host, null)
  await listener.close()
})
