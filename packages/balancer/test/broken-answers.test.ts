import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { formatStatus } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { exchange, get } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

/** A backend that answers every request with the same bytes and hangs up. */
async function startRaw (t: Test, bytes: string): Promise<string> {
  const server = net.createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => socket.end(bytes, 'latin1'))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.test('an answer cut in the middle ends the connection to the client, short', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/length') response.setHeader('content-length', 1000)
    response.write('begun', () => response.destroy())
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/length')), /^HTTP\/1\.1 200 [^]*\r\n\r\nbegun$/)
  const chunked = await exchange(port, get('/chunked'))
  t.match(chunked, /^HTTP\/1\.1 200 [^]*begun\r\n$/)
  t.notMatch(chunked, /\r\n0\r\n\r\n$/)
  t.equal(a.asked.length, 2)
  await until(() => members[0]!.busy === 0)
  t.equal(formatStatus(members[0]!.flags), 'Init Ok ')
})

t.test('what is no answer at all is a bad gateway', async t => {
  const table: readonly string[] = [
    '',
    'garbage\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\nConnection: Upgrade\r\n\r\n',
    'HTTP/1.1 099 Too Little\r\nContent-Length: 1\r\n\r\na',
    'HTTP/1.1 700 Too Much\r\nContent-Length: 1\r\n\r\na',
    `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(100_000)}\r\n\r\n`
  ]
  for (const bytes of table) {
    const { port, members } = await startShop(t, { members: [{ url: await startRaw(t, bytes) }] })
    const answer = await exchange(port, get('/').replace('GET', 'POST'))
    t.match(answer, /^HTTP\/1\.1 502 [^]*FST_BALANCER_BAD_GATEWAY/, JSON.stringify(bytes.slice(0, 60)))
    t.equal(members[0]!.busy, 0)
    t.equal(formatStatus(members[0]!.flags), 'Init Ok ')
  }
})
