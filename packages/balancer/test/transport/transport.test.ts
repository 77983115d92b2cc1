/** What `transport.ts` promises, with and without TLS. */
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, RequestListener, Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { createSecureContext } from 'node:tls'
import t from 'tap'
import type { Test } from 'tap'
import { Deadlines } from '../../src/transport/deadlines.ts'
import { createLeanTransport } from '../../src/transport/lean-transport.ts'
import type { AnswerHandler, Call, MemberTransport, OutgoingRequest, TransportOptions } from '../../src/transport/transport.ts'
import { pem } from '../support/tls-member.ts'
import { until } from '../support/until.ts'

interface Kind {
  readonly createServer: (listener: RequestListener) => Server
  readonly tls: TransportOptions['tls']
}

const kinds: Readonly<Record<string, Kind>> = {
  'without TLS': { createServer: listener => createServer(listener), tls: null },
  'over TLS': {
    createServer: listener => createTlsServer({ key: pem('member.key'), cert: pem('member.cert') }, listener),
    tls: { secureContext: createSecureContext({ ca: pem('ca.cert') }), verify: true, checkPeerName: true, checkPeerExpire: true }
  }
}

interface Sent {
  readonly call: Call
  readonly answer: Promise<{ statusCode: number, statusMessage: string, headers: IncomingHttpHeaders, body: Readable | Buffer }>
  readonly refused: Promise<Error>
  readonly failed: Promise<Error>
  bytes: number
}

function send (transport: MemberTransport, request: Partial<OutgoingRequest> = {}): Sent {
  const heard: { [K in 'answer' | 'refused' | 'failed']?: (value: never) => void } = {}
  const hear = <T>(what: keyof typeof heard): Promise<T> => new Promise(resolve => { heard[what] = resolve as never })
  const sent = { answer: hear('answer'), refused: hear('refused'), failed: hear('failed'), bytes: 0 } as Sent
  const handler: AnswerHandler = {
    onHead () {},
    onInformation () {},
    onUpgrade () {},
    onAnswer: (statusCode, statusMessage, headers, body) => { heard.answer!({ statusCode, statusMessage, headers, body } as never) },
    onRefused: error => { heard.refused!(error as never) },
    onFail: error => { heard.failed!(error as never) },
    onBytes: count => { sent.bytes += count }
  }
  const call = transport.send({ method: 'GET', path: '/', headers: ['Host', 'h'], body: null, bodyLength: null, repeatable: false, expectContinue: false, upgrade: null, ...request }, handler)
  return Object.assign(sent, { call })
}

async function start (t: Test, kind: string, listener: RequestListener, options: Partial<TransportOptions> = {}): Promise<MemberTransport> {
  const server = kinds[kind]!.createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const transport = createLeanTransport({
    url: 'http://member',
    hostname: 'member.test',
    tls: kinds[kind]!.tls,
    socketPath: null,
    connectTo: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
    connectiontimeout: 1_000,
    timeout: 2_000,
    ping: 0,
    max: 1,
    acquire: 0,
    ttl: 0,
    min: 0,
    smax: null,
    addressttl: null,
    localAddress: null,
    responsefieldsize: 8_192,
    keepalive: false,
    disablereuse: false,
    ...options
  }, new Deadlines())
  t.teardown(async () => {
    await transport.close()
    server.closeAllConnections()
    server.close()
  })
  return transport
}

for (const kind of Object.keys(kinds)) {
  t.test(kind, async t => {
    t.test('gives head and body of an answer, and counts its bytes', async t => {
      const transport = await start(t, kind, (request, response) => { response.writeHead(201, 'Made', { 'X-A': '1' }).end(`${request.method} ${request.url}`) })
      const sent = send(transport, { path: '/x?y' })
      const { statusCode, statusMessage, headers, body } = await sent.answer
      t.strictSame([statusCode, statusMessage, headers['x-a']], [201, 'Made', '1'])
      t.equal(await text(Readable.from(body)), 'GET /x?y')
      t.equal(sent.bytes, 'GET /x?y'.length)
      sent.call.abort()
    })

    t.test('sends a body of known and of unknown length', async t => {
      const transport = await start(t, kind, async (request, response) => {
        const { 'content-length': length = '', 'transfer-encoding': encoding = '' } = request.headers
        response.end(`${length} ${encoding} ${await text(request)}`)
      })
      const known = send(transport, { method: 'POST', body: Readable.from([Buffer.from('abc')]), bodyLength: 3 })
      t.equal(await text(Readable.from((await known.answer).body)), '3  abc')
      const unknown = send(transport, { method: 'POST', body: Readable.from([Buffer.from('abc')]) })
      t.equal(await text(Readable.from((await unknown.answer).body)), ' chunked abc')
    })

    t.test('waits for a slow reader', async t => {
      const transport = await start(t, kind, (_request, response) => { response.end(Buffer.alloc(4_000_000, 'x')) })
      const sent = send(transport)
      const { body } = await sent.answer
      await pause(200)
      t.ok(sent.bytes < 1_000_000, `read ahead: ${sent.bytes} bytes`)
      t.equal((await text(body as Readable)).length, 4_000_000)
    })

    t.test('a reader that leaves ends the request', async t => {
      let closed = false
      const transport = await start(t, kind, (_request, response) => { response.on('close', () => { closed = true }).write('begun') })
      const { body } = await send(transport).answer
      ;(body as Readable).destroy()
      await until(() => closed)
    })

    t.test('one that is given up while it waits for a connection is not sent', async t => {
      const asked: string[] = []
      const transport = await start(t, kind, (request, response) => {
        asked.push(request.url!)
        setTimeout(() => response.end(), 50)
      })
      const first = send(transport, { path: '/first' })
      send(transport, { path: '/second' }).call.abort()
      const third = send(transport, { path: '/third' })
      await Promise.all([first.answer, third.answer].map(async answer => text(Readable.from((await answer).body))))
      t.strictSame(asked, ['/first', '/third'])
    })

    t.test('tells a connection that is refused from a request that is lost', async t => {
      const lost = await start(t, kind, request => { request.socket.destroy() })
      t.match(await send(lost).failed, Error)
      const refusing = await start(t, kind, () => {}, { connectTo: { host: '127.0.0.1', port: 1 } })
      t.match(await send(refusing).refused, { code: 'ECONNREFUSED' })
      const overSix = await start(t, kind, () => {}, { connectTo: { host: '::1', port: 1 } })
      t.match(await send(overSix).refused, Error)
    })

    t.test('an answer that breaks off is an error of its body', async t => {
      const transport = await start(t, kind, (_request, response) => {
        response.setHeader('content-length', 100).write('short', () => response.destroy())
      })
      const sent = send(transport)
      const { body } = await sent.answer
      await t.rejects(text(body as Readable))
      t.match(await sent.failed, Error)
    })

    t.test('closes each connection after its request if told so, and keeps it for a time otherwise', async t => {
      for (const [options, expected] of [[{ disablereuse: true, max: 0 }, ['close', 'close']], [{ ttl: 10_000 }, ['keep-alive', 'keep-alive']]] as const) {
        const said: string[] = []
        const transport = await start(t, kind, (request, response) => {
          said.push(request.headers.connection!.toLowerCase())
          response.end()
        }, options)
        for (let i = 0; i < 2; i++) await text(Readable.from((await send(transport).answer).body))
        t.strictSame(said, expected)
      }
    })

    t.test('reaches a Unix socket', { skip: process.platform === 'win32' && 'Windows has none' }, async t => {
      const socketPath = join(await mkdtemp(join(tmpdir(), 'transport-')), 'socket')
      const server = kinds[kind]!.createServer((_request, response) => { response.end('here') })
      await new Promise<void>(resolve => server.listen(socketPath, resolve))
      t.teardown(() => { server.close() })
      const transport = await start(t, kind, () => {}, { socketPath })
      t.equal(await text(Readable.from((await send(transport).answer).body)), 'here')
    })

    t.test('interim answers are not taken for the answer', async t => {
      const transport = await start(t, kind, (_request, response) => {
        response.writeProcessing()
        response.writeEarlyHints({ link: '</a>; rel=preload' })
        response.end()
      })
      t.equal((await send(transport).answer).statusCode, 200)
    })
  })
}
