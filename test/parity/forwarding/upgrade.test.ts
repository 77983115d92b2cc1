/** WebSocket and other protocols through httpd and through ours (HD-12, HD-13). */
import { once } from 'node:events'
import { createServer } from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

const oracle = needs('a real Apache httpd', hasHttpd(), httpdRemedy)
const files = [join(import.meta.dirname, '../../fixtures/parity/upgrade.conf')]

/** What the client sees, and the backend saw: `101 websocket/Upgrade, backend WebSocket/Upgrade`. */
const requests: ReadonlyArray<readonly [name: string, path: string, protocol: string | null, expected: string]> = [
  ['HD-12 an accepted protocol is changed to, and a tunnel', '/websocket', 'WebSocket', '101 WebSocket/Upgrade, backend WebSocket/Upgrade, tunnel'],
  ['HD-12 in any case', '/websocket', 'websocket', '101 websocket/Upgrade, backend websocket/Upgrade, tunnel'],
  ['HD-12 with a plain URL', '/alone', 'websocket', '101 websocket/Upgrade, backend websocket/Upgrade, tunnel'],
  ['HD-12 with ws:// in place of upgrade', '/scheme', 'websocket', '101 websocket/Upgrade, backend websocket/Upgrade, tunnel'],
  ['HD-12 any protocol, where any is accepted', '/any', 'foo', '101 foo/Upgrade, backend foo/Upgrade, tunnel'],
  ['HD-12 a backend that changes to another is a bad gateway', '/any/other', 'foo', '502'],
  ['HD-12 a backend that refuses says so', '/websocket/refuse', 'websocket', '426, backend websocket/Upgrade'],
  ['HD-13 another protocol is a plain request', '/websocket', 'h2c', '200, backend none'],
  ['HD-13 with ws:// too', '/scheme', 'h2c', '200, backend none'],
  ['HD-13 any protocol is, where none is accepted', '/none', 'websocket', '200, backend none'],
  ['HD-13 a plain request stays one', '/scheme', null, '200, backend none']
]

/** A backend that changes to what is asked for, or to `other`, or answers 426, and tells in X-Saw what it was asked. */
async function startBackend (t: Test): Promise<number> {
  const server = createServer((_request, response) => { response.setHeader('X-Saw', 'none').end('plain') })
  server.on('upgrade', ({ url, headers: { upgrade, connection } }, socket) => {
    t.teardown(() => socket.destroy())
    socket.on('error', () => {})
    const saw = `X-Saw: ${upgrade}/${connection}\r\n`
    if (url!.endsWith('/refuse')) {
      socket.end(`HTTP/1.1 426 Upgrade Required\r\n${saw}Content-Length: 0\r\nConnection: close\r\n\r\n`)
      return
    }
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${url!.endsWith('/other') ? 'other' : upgrade}\r\nConnection: Upgrade\r\n${saw}\r\nhello`)
    socket.pipe(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

async function ask (port: number, path: string, protocol: string | null, body = ''): Promise<string> {
  const socket = net.connect(port, '127.0.0.1')
  let received = ''
  const comes = async (text: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = text.exec(received)
      if (found !== null) return found
      const [bytes] = await once(socket, 'data') as [Buffer]
      received += bytes.toString('latin1')
    }
  }
  const upgrade = protocol === null ? '' : `Upgrade: ${protocol}\r\nConnection: Upgrade\r\n`
  const start = body === '' ? 'GET' : 'POST'
  const length = body === '' ? '' : `Content-Length: ${body.length}\r\n`
  socket.write(`${start} ${path} HTTP/1.1\r\nHost: localhost\r\n${length}${upgrade}\r\n${body}`)
  const [head] = await comes(/^[^]*?\r\n\r\n/)
  const field = (name: string): string | undefined => new RegExp(`^${name}: (.*)\r$`, 'im').exec(head)?.[1]
  let seen = head.slice('HTTP/1.1 '.length, 12)
  if (seen === '101') seen += ` ${field('Upgrade')}/${field('Connection')}`
  if (field('X-Saw') !== undefined) seen += `, backend ${field('X-Saw')}`
  if (seen.startsWith('101')) {
    await comes(/\r\n\r\nhello/)
    socket.write('echo')
    await comes(/\r\n\r\nhelloecho/)
    seen += ', tunnel'
  }
  socket.destroy()
  return seen
}

t.test('protocols change in httpd and here alike', oracle, async t => {
  const backend = await startBackend(t)
  const site = { files, hosts: {}, variables: { A: `http://127.0.0.1:${backend}`, A_WS: `ws://127.0.0.1:${backend}` } }
  const [httpd, ours] = await Promise.all([startHttpd(t, site), startOurs(t, site)])
  for (const [name, path, protocol, expected] of requests) {
    await t.test(name, async t => {
      t.equal(await ask(httpd.port, path, protocol), expected, 'httpd')
      t.equal(await ask(ours.port, path, protocol), expected, 'ours')
    })
  }
  await t.test('a request with a body is a plain one here', async t => {
    t.equal(await ask(httpd.port, '/websocket', 'websocket', 'hello'), '101 websocket/Upgrade, backend websocket/Upgrade, tunnel', 'httpd')
    t.equal(await ask(ours.port, '/websocket', 'websocket', 'hello'), '200, backend none', 'ours')
  })
})
