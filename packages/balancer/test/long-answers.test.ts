/** Long answers pass through memory that is used again: whoever stands between member and client, each byte arrives as it left. */
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import { Transform } from 'node:stream'
import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import t from 'tap'
import type { Test } from 'tap'
import type { FastifyInstance } from 'fastify'
import { AnswerBody } from '../src/transport/answer-body.ts'
import { takeBlock } from '../src/transport/read-block.ts'
import { startApp } from './support/app.ts'
import type { Started } from './support/app.ts'
import { connect, get } from './support/client.ts'
import { startBackend } from './support/member.ts'
import { ca, pem } from './support/tls-member.ts'

const long = randomBytes(3_000_000)

/** A member with long answers: `/length` says how long, `/chunked` does not, `/end` ends with the connection; all at once, or `/slow` in pieces. */
async function startLong (t: Test, extend?: (app: FastifyInstance) => unknown, serverOptions = {}): Promise<Started> {
  const member = await startBackend(t, 'a', async (request, response) => {
    const path = request.url!.split('?', 1)[0]
    response.setHeader('content-type', 'application/octet-stream')
    if (path === '/length' || path === '/slow') response.setHeader('content-length', long.length)
    // Node would make the answer chunked.
    if (path === '/end') response.socket!.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), long]))
    if (path === '/end') return
    // A piece without a length is chunked.
    if (path === '/chunked') response.write(long.subarray(0, 1))
    if (path !== '/slow') return response.end(path === '/chunked' ? long.subarray(1) : long)
    for (let i = 0; i < long.length; i += 500_000) {
      response.write(long.subarray(i, i + 500_000))
      await pause(2)
    }
    return response.end()
  })
  return startApp(t, { proxyPass: [{ path: '/', url: member.url }] }, extend, serverOptions)
}

async function bytesOf (url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer())
}

const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

t.test('however it is framed and however many there are at once', async t => {
  const { url } = await startLong(t)
  for (const path of ['/length', '/chunked', '/end', '/slow']) {
    const all = await Promise.all(Array.from({ length: 8 }, () => bytesOf(url + path)))
    t.strictSame(new Set(all.map(hash)), new Set([hash(long)]), path)
  }
})

t.test('to clients that read slowly, beside others', async t => {
  const { url, port } = await startLong(t)
  const slow = await Promise.all(Array.from({ length: 6 }, async (_, i) => {
    const client = await connect(t, port)
    client.write(get(i % 2 === 0 ? '/length' : '/chunked'))
    const pieces: Buffer[] = []
    client.on('data', piece => {
      pieces.push(piece)
      client.pause()
      setTimeout(() => client.resume(), 1)
    })
    const ended = once(client, 'end')
    return { pieces, ended }
  }))
  for (let i = 0; i < 10; i++) t.equal(hash(await bytesOf(`${url}/length`)), hash(long))
  await Promise.all(slow.map(({ ended }) => ended))
  for (const { pieces } of slow.filter((_, i) => i % 2 === 0)) {
    const all = Buffer.concat(pieces)
    t.equal(hash(all.subarray(all.indexOf('\r\n\r\n') + 4)), hash(long))
  }
  for (const { pieces } of slow.filter((_, i) => i % 2 === 1)) t.match(Buffer.concat(pieces).subarray(-5).toString('latin1'), '0\r\n\r\n')
})

t.test('through hooks that look at it, change it, or take their time', async t => {
  const seen: Buffer[] = []
  const { url } = await startLong(t, app => {
    app.addHook('onSend', (request, reply, payload, done) => {
      const stream = payload as Readable
      const { hook } = request.query as { hook?: string }
      if (hook === 'look') stream.on('data', chunk => { seen.push(chunk as Buffer) })
      if (hook === 'change') reply.removeHeader('content-length').header('content-encoding', 'gzip')
      if (hook === 'late') setTimeout(done, 30, null, stream)
      else done(null, hook === 'change' ? stream.pipe(createGzip()) : stream)
    })
  })
  t.equal(hash(await bytesOf(`${url}/length?hook=look`)), hash(long))
  t.equal(hash(Buffer.concat(seen)), hash(long))
  t.equal(hash(await bytesOf(`${url}/length?hook=late`)), hash(long))
  t.equal(hash(await bytesOf(`${url}/length?hook=change`)), hash(long))
})

t.test('past who stands in front of the response\'s write, and looks at the bytes later', async t => {
  const kept: Uint8Array[] = []
  const { url } = await startLong(t, app => {
    app.addHook('onRequest', (_request, { raw }, done) => {
      const { write } = raw
      Reflect.set(raw, 'write', (chunk: Uint8Array) => {
        kept.push(chunk)
        return Reflect.apply(write, raw, [chunk]) as unknown
      })
      done()
    })
  })
  t.equal(hash(await bytesOf(`${url}/length`)), hash(long))
  t.equal(hash(Buffer.concat(kept)), hash(long))
})

t.test('behind another answer on the same connection', async t => {
  const { port } = await startLong(t)
  const client = await connect(t, port)
  client.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n' + get('/length'))
  const all = Buffer.concat(await client.toArray() as Buffer[])
  const first = all.indexOf('\r\n\r\n') + 4
  const second = all.indexOf('\r\n\r\n', first + long.length) + 4
  t.equal(hash(all.subarray(first, first + long.length)), hash(long))
  t.equal(hash(all.subarray(second)), hash(long))
})

t.test('to a client of HTTP/2', async t => {
  const { port } = await startLong(t, undefined, { http2: true })
  const session = http2.connect(`http://127.0.0.1:${port}`)
  t.teardown(() => session.close())
  const stream = session.request({ ':path': '/length' })
  t.equal(hash(Buffer.concat(await stream.toArray() as Buffer[])), hash(long))
})

t.test('a pipe to anything else, or with a reader already, is the stream\'s own', async t => {
  const source = { pause () {}, resume () {}, abort () {} }
  const body = new AnswerBody(source)
  const through = body.pipe(new Transform({ transform (chunk, _, done) { done(null, chunk) } }))
  const block = takeBlock()
  block.bytes.write('text', 100)
  body.feed(block, 100, 104, true)
  t.equal(Buffer.concat(await through.toArray() as Buffer[]).toString(), 'text')
})

t.test('who pipes without an end ends the response himself', async t => {
  const server = await startBackend(t, 'a', (_request, response) => {
    const body = new AnswerBody({ pause () {}, resume () {}, abort () {} })
    body.pipe(response, { end: false })
    const block = takeBlock()
    block.bytes.write('text', 100)
    body.feed(block, 100, 104, true)
    body.on('end', () => response.end(' and more'))
  })
  t.equal(String(await bytesOf(server.url)), 'text and more')
})

t.test('to a client over TLS', async t => {
  const { port } = await startLong(t, undefined, { https: { key: pem('member.key'), cert: pem('member.cert') } })
  const request = https.get(`https://127.0.0.1:${port}/length`, { ca, agent: false })
  const [response] = await once(request, 'response') as [IncomingMessage]
  t.equal(hash(Buffer.concat(await response.toArray() as Buffer[])), hash(long))
})
