/** Bodies of 2 GB pass in both directions, and the server stays as small as it was. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import type { Test } from 'tap'
import { startOurs } from '../support/ours.ts'

const file = join(import.meta.dirname, '../fixtures/bodies/httpd.conf')
/** 2 GB once in each direction; the other framing passes through the same hands, and gets less. */
const big = 2 * 1024 ** 3
const smaller = 256 * 1024 ** 2
const piece = Buffer.alloc(256 * 1024, 'x')

/** What the server may grow by, in MiB, over what it is after its first requests. Buffers of V8 and sockets, not bodies. */
const growth = 128

/** Writes all of it as fast as it is taken. */
async function pour (stream: Writable, size: number): Promise<void> {
  for (let written = 0; written < size; written += piece.length) {
    if (!stream.write(piece)) await once(stream, 'drain')
  }
  stream.end()
}

async function drain (stream: Readable): Promise<number> {
  let count = 0
  stream.on('data', (chunk: Buffer) => { count += chunk.length })
  await once(stream, 'end')
  return count
}

interface Started {
  readonly port: number
  /** The most memory that the server has had resident so far, in MiB. */
  readonly peak: () => number
}

async function start (t: Test, listener: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Started> {
  const member = createServer(listener).listen(0, '127.0.0.1')
  await once(member, 'listening')
  t.teardown(() => {
    member.closeAllConnections()
    member.close()
  })
  const { port, pid } = await startOurs(t, { files: [file], hosts: { 'one.local': (member.address() as AddressInfo).port } })
  for (let i = 0; i < 20; i++) await (await fetch(`http://127.0.0.1:${port}/warm`, { method: 'POST', body: piece })).arrayBuffer()
  return { port, peak: () => Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024 }
}

async function warm (request: IncomingMessage, response: ServerResponse): Promise<void> {
  await drain(request)
  response.end(piece)
}

const options = { skip: process.platform !== 'linux' && 'memory is read from /proc', timeout: 300_000 }
t.setTimeout(600_000)

const framings = {
  'with Content-Length': (size: number) => ({ 'content-length': String(size) }),
  'in chunks': () => ({ 'transfer-encoding': 'chunked' })
}

for (const [how, size] of [['with Content-Length', big], ['in chunks', smaller]] as const) {
  t.test(`an answer of ${size / 1024 ** 2} MiB, ${how}`, options, async t => {
    const { port, peak } = await start(t, (request, response) => {
      if (request.url === '/warm') return warm(request, response)
      response.writeHead(200, framings[how](size))
      return pour(response, size)
    })
    const before = peak()
    const [response] = await once(request({ port, path: '/big' }).end(), 'response') as [IncomingMessage]
    t.equal(await drain(response), size)
    t.comment(`${before.toFixed()} MiB before, at most ${peak().toFixed()} MiB`)
    t.ok(peak() < before + growth, `grew by ${(peak() - before).toFixed()} MiB`)
  })
}

for (const [how, size] of [['in chunks', big], ['with Content-Length', smaller]] as const) {
  t.test(`a request of ${size / 1024 ** 2} MiB, ${how}`, options, async t => {
    const { port, peak } = await start(t, async (request, response) => {
      if (request.url === '/warm') return warm(request, response)
      response.end(String(await drain(request)))
    })
    const before = peak()
    const sent = request({ port, path: '/big', method: 'PUT', headers: framings[how](size) })
    const answered = once(sent, 'response')
    await pour(sent, size)
    const [response] = await answered as [IncomingMessage]
    t.equal((await response.toArray()).join(''), String(size))
    t.comment(`${before.toFixed()} MiB before, at most ${peak().toFixed()} MiB`)
    t.ok(peak() < before + growth, `grew by ${(peak() - before).toFixed()} MiB`)
  })
}

t.test('a client that does not read, and a member that does not', options, async t => {
  const { port, peak } = await start(t, (request, response) => {
    if (request.url === '/warm') return warm(request, response)
    if (request.method === 'GET') return pour(response.writeHead(200, { 'content-length': String(big) }), big)
  })
  const before = peak()
  const clients = Array.from({ length: 20 }, (_, i) => {
    const method = i % 2 === 0 ? 'GET' : 'PUT'
    const sent = request({ port, path: '/big', method, agent: false, headers: method === 'GET' ? {} : { 'content-length': String(big) } })
    sent.on('error', () => {}).on('response', response => response.pause())
    if (method === 'PUT') pour(sent, big).catch(() => {})
    else sent.end()
    return sent
  })
  await pause(3_000)
  t.comment(`${before.toFixed()} MiB before, at most ${peak().toFixed()} MiB`)
  t.ok(peak() < before + growth, `grew by ${(peak() - before).toFixed()} MiB`)
  for (const client of clients) client.destroy()
})
