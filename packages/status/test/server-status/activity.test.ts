import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { connect as connectHttp2, createServer as createHttp2Server, createSecureServer } from 'node:http2'
import { createServer as createHttpsServer, get as getOverTls } from 'node:https'
import { connect } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Balancers } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { Activity } from '../../src/server-status/activity.ts'
import { takeFigures } from '../../src/server-status/figures.ts'
import type { ProcessFigures } from '../../src/index.ts'

const pem = (name: string): string => readFileSync(join(import.meta.dirname, '../../../../test/fixtures/tls', name), 'utf8')
const tls = { key: pem('first.key.pem'), cert: pem('first.cert.pem') }

interface Counted {
  readonly activity: Activity
  readonly port: number
  readonly figures: () => ProcessFigures
  /** Waits until the figures are such. */
  readonly become: (isSo: (figures: ProcessFigures) => boolean) => Promise<ProcessFigures>
}

/** Counts what a server does whose requests are handed to the listener. */
async function counted (t: Test, create: (listener: RequestListener) => Server, listener: RequestListener, isExtended = true): Promise<Counted> {
  const activity = new Activity(2, isExtended)
  const server = create((request, response) => {
    activity.begin(request, response)
    response.on('close', () => { activity.end(response) })
    listener(request, response)
  })
  activity.watch(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => { server.close() })
  const figures = (): ProcessFigures => takeFigures(activity, new Balancers(() => ''))
  return {
    activity,
    port: (server.address() as AddressInfo).port,
    figures,
    async become (isSo) {
      while (!isSo(figures())) await pause(5)
      return figures()
    }
  }
}

/** A client whose connection ends with the test. */
function client (t: Test, port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  t.teardown(() => { socket.destroy() })
  return socket
}

const plain = (listener: RequestListener): Server => createServer({ keepAliveTimeout: 0 }, listener)

t.test('a connection waits, uploads, is answered, rests, and its client leaves', async t => {
  const waiting: ServerResponse[] = []
  const { port, become } = await counted(t, plain, (request, response) => {
    if (request.url === '/slow') waiting.push(response)
    else request.resume().on('end', () => { response.end('hello') })
  })
  const socket = client(t, port)
  let received = 0
  socket.on('data', chunk => { received += chunk.length })
  t.match(await become(({ connections }) => connections.total === 1), { connections: { waitIo: 1, keepAlive: 0 }, busy: 0, idle: 2, letters: '__', places: [] })

  socket.write('POST /a HTTP/1.1\r\nHost: shop\r\nContent-Length: 2\r\n\r\n')
  const reading = await become(({ letters }) => letters.includes('R'))
  t.match(reading, { letters: 'R_', busy: 1, idle: 1, connections: { waitIo: 0 }, accesses: 0 })
  t.match(reading.places, [{ letter: 'R', client: '127.0.0.1', protocol: 'http/1.1', vhost: 'shop', request: 'POST /a HTTP/1.1', accesses: 0 }])

  socket.write('ab')
  const rested = await become(({ accesses }) => accesses === 1)
  t.match(rested, { busy: 0, letters: '__', connections: { total: 1, keepAlive: 1 }, places: [{ letter: '_', accesses: 1, onConnection: 0 }] })
  t.ok(rested.duration > 0)
  while (received < rested.bytes) await pause(5)
  t.equal(rested.bytes, received, 'bytes are counted with their heads')
  t.equal(rested.places[0]!.bytes, received)

  socket.write(`GET /slow HTTP/1.1\r\nHost: shop\r\nX-Long: ${'x'.repeat(100)}\r\n\r\n`)
  t.match((await become(({ busy }) => busy === 1)), { letters: '_W', places: [{}, { request: 'GET /slow HTTP/1.1', onConnection: 1 }] })
  socket.destroy()
  t.match(await become(({ busy }) => busy === 0), { accesses: 2, connections: { total: 0 }, letters: '__' })
})

t.test('who finds no place is counted all the same', async t => {
  const waiting: ServerResponse[] = []
  const { port, become, figures } = await counted(t, plain, (_request, response) => { waiting.push(response) }, false)
  for (let i = 0; i < 3; i++) client(t, port).write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await become(({ busy }) => busy === 3)
  t.match(figures(), { letters: 'WW', idle: 0, connections: { total: 3 }, places: [] })
  for (const response of waiting) response.end()
  t.match(await become(({ accesses }) => accesses === 3), { letters: '__', busy: 0, idle: 2 })
})

t.test('a client that does not read, and one that does not end', async t => {
  const requests: IncomingMessage[] = []
  const { port, become } = await counted(t, plain, (request, response) => {
    requests.push(request)
    response.end(request.url === '/large' ? Buffer.alloc(32 * 1024 * 1024) : '')
  })
  const reader = client(t, port)
  reader.pause().write('GET /large HTTP/1.1\r\nHost: a\r\n\r\n')
  t.match(await become(({ connections }) => connections.writing === 1), { busy: 1, letters: 'W_' })
  const other = client(t, port)
  other.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
  await become(({ connections }) => connections.keepAlive === 1)
  requests[1]!.socket.end()
  t.match(await become(({ connections }) => connections.closing === 1), { connections: { total: 2, keepAlive: 0 } })
})

t.test('connections of HTTPS and HTTP/2 are counted once', async t => {
  const listener: RequestListener = (_request, response) => { response.end('hello') }
  const create = {
    https: (listener: RequestListener): Server => createHttpsServer(tls, listener),
    h2: (listener: RequestListener): Server => createSecureServer({ ...tls, allowHTTP1: true }, listener as never),
    h2c: (listener: RequestListener): Server => createHttp2Server(listener as never)
  }
  for (const [name, createIt] of Object.entries(create)) {
    const { port, become } = await counted(t, createIt, listener)
    if (name !== 'h2c') {
      getOverTls({ port, host: '127.0.0.1', agent: false, rejectUnauthorized: false }, response => { response.resume() })
      t.match(await become(({ accesses }) => accesses === 1), { places: [{ protocol: 'http/1.1' }] }, name)
      t.ok((await become(({ connections }) => connections.total === 0)).bytes > 90, name)
    }
    if (name === 'https') continue
    const session = connectHttp2(`http${name === 'h2c' ? '' : 's'}://127.0.0.1:${port}`, { rejectUnauthorized: false })
    for (let i = 0; i < 2; i++) await session.request({ ':path': '/x', host: 'shop' }).resume().toArray()
    const before = name === 'h2' ? 1 : 0
    const figures = await become(({ accesses }) => accesses === before + 2)
    t.match(figures, { connections: { total: 1, keepAlive: 1 } }, name)
    t.match(figures.places.at(-1), { protocol: 'h2', request: 'GET /x HTTP/2.0' })
    t.ok(figures.bytes > 20, `${name}: ${figures.bytes}`)
    session.destroy()
    await become(({ connections }) => connections.total === 0)
  }
})
