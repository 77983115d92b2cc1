import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import t from 'tap'
import type { Test } from 'tap'
import type { MemberRequest } from '../../src/transport/call.ts'
import type { MemberPool } from '../../src/transport/member-pool.ts'
import { createPool, get } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

// What a member really is, most of the time: here it is Node's own server.

async function nodeMember (t: Test, listener: RequestListener): Promise<{ readonly server: Server, readonly pool: MemberPool }> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, pool: createPool(t, (server.address() as AddressInfo).port) }
}

async function ask (pool: MemberPool, line: string, headers: string, more: Partial<MemberRequest> = {}): Promise<Recorder> {
  const recorder = new Recorder()
  pool.request(get({ head: `${line} HTTP/1.1\r\nHost: m\r\n${headers}\r\n`, ...more }), recorder)
  return recorder.over
}

async function textOf (request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

t.test('all kinds of requests and answers share one connection', async t => {
  let connections = 0
  const { server, pool } = await nodeMember(t, async (request, response) => {
    const text = await textOf(request)
    if (request.url === '/empty') response.writeHead(204).end()
    else if (request.url === '/chunked') {
      response.writeHead(200, { Trailer: 'X-End' })
      response.write(text)
      response.addTrailers({ 'X-End': 'y' })
      response.end('!')
    } else response.writeHead(200, 'Fine', ['X-Method', request.method!, 'Content-Length', String(text.length + 1)]).end(`${text}.`)
  })
  server.on('connection', () => connections++)
  t.match(await ask(pool, 'GET /', ''), { status: 200, reason: 'Fine', body: '.', ended: 'done' })
  t.match(await ask(pool, 'HEAD /', '', { bodiless: true }), { status: 200, body: '', ended: 'done' })
  t.match(await ask(pool, 'GET /empty', ''), { status: 204, body: '', ended: 'done' })
  t.match(await ask(pool, 'GET /chunked', ''), { status: 200, body: '!', ended: 'done' })
  t.match(await ask(pool, 'POST /', 'Content-Length: 3\r\n', { body: Buffer.from('abc'), length: 3 }), { body: 'abc.' })
  t.match(await ask(pool, 'POST /chunked', 'Transfer-Encoding: chunked\r\n', { body: Readable.from([Buffer.from('abc'), Buffer.from('def')]), length: null }), { body: 'abcdef!' })
  t.match(await ask(pool, 'POST /', 'Content-Length: 3\r\nExpect: 100-continue\r\n', { body: Buffer.from('abc'), length: 3, expectContinue: true }), { interims: [100], body: 'abc.' })
  t.equal(connections, 1)
  t.match(pool, { idle: 1, busy: 0 })
})

t.test('long bodies pass both ways at once, byte for byte', async t => {
  const { pool } = await nodeMember(t, (request, response) => { request.pipe(response) })
  const sent = Buffer.alloc(3_000_000, Uint8Array.from({ length: 251 }, (_, i) => i))
  for (const [headers, length] of [[`Content-Length: ${sent.length}\r\n`, sent.length], ['Transfer-Encoding: chunked\r\n', null]] as const) {
    const pieces = Array.from({ length: 300 }, (_, i) => sent.subarray(i * 10_000, (i + 1) * 10_000))
    const answer = await ask(pool, 'POST /', headers, { body: Readable.from(pieces), length })
    t.equal(answer.ended, 'done')
    t.equal(answer.body === sent.toString('latin1'), true)
  }
  t.match(pool, { idle: 1, busy: 0 })
})

t.test('a hundred at once come to the right callers', async t => {
  const { pool } = await nodeMember(t, (request, response) => { setImmediate(() => response.end(request.url)) })
  const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(pool, `GET /${i}`, '')))
  t.same(answers.map(answer => answer.body), Array.from({ length: 100 }, (_, i) => `/${i}`))
  t.match(pool, { idle: 100, busy: 0 })
})
