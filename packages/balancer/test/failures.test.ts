import { once } from 'node:events'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import { formatStatus } from '@fastify-balancer/core'
import type { MemberOptions } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { connect } from './support/client.ts'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

/** What a member does with a connection. */
type Deed = (socket: net.Socket) => void

/** One row of the table of failures: what the member does, what a POST gets, what becomes of the member. */
interface Row {
  readonly what: string
  readonly member: (t: Test) => Promise<MemberOptions>
  /** The answer to a POST alone, and with another member behind. */
  readonly alone: number
  readonly behind: number
  readonly marked: boolean
}

function doing (deed: Deed, parameters: Omit<MemberOptions, 'url'> = {}): Row['member'] {
  return async t => {
    const sockets: net.Socket[] = []
    const server = net.createServer(socket => {
      sockets.push(socket.on('error', () => {}))
      deed(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => {
      for (const socket of sockets) socket.destroy()
      server.close()
    })
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...parameters }
  }
}

/** Says that as soon as something came, and then does what is to be done. */
function saying (text: string, then: Deed = socket => socket.end()): Deed {
  return socket => socket.once('data', () => {
    socket.write(text, 'latin1')
    then(socket)
  })
}

const rows: readonly Row[] = [
  { what: 'refuses the connection', member: async () => ({ url: await refusingUrl() }), alone: 503, behind: 200, marked: true },
  { what: 'has a name that does not resolve', member: async () => ({ url: 'http://does-not-exist.invalid' }), alone: 503, behind: 200, marked: true },
  { what: 'speaks no TLS', member: async t => ({ url: (await doing(saying('what?'))(t)).url.replace('http', 'https') }), alone: 503, behind: 200, marked: true },
  { what: 'does not say 100 within ping', member: doing(() => {}, { ping: '100ms' }), alone: 503, behind: 200, marked: true },
  { what: 'closes before a status line', member: doing(socket => { socket.once('data', () => socket.destroy()) }), alone: 502, behind: 502, marked: false },
  { what: 'resets before a status line', member: doing(socket => { socket.once('data', () => socket.resetAndDestroy()) }), alone: 502, behind: 502, marked: false },
  { what: 'is silent for its timeout', member: doing(() => {}, { timeout: '100ms' }), alone: 504, behind: 504, marked: false },
  { what: 'speaks another protocol', member: doing(saying('SSH-2.0-x\r\n')), alone: 502, behind: 502, marked: false },
  { what: 'says HTTP/2.0', member: doing(saying('HTTP/2.0 200 OK\r\n\r\n')), alone: 502, behind: 502, marked: false },
  { what: 'upgrades unasked', member: doing(saying('HTTP/1.1 101 Switching Protocols\r\nUpgrade: foo\r\n\r\n')), alone: 502, behind: 502, marked: false },
  { what: 'sends a header line without colon', member: doing(saying('HTTP/1.1 200 OK\r\nno colon\r\n\r\n')), alone: 502, behind: 502, marked: false },
  { what: 'sends a header line that is too long (K35)', member: doing(saying(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)), alone: 502, behind: 502, marked: false },
  { what: 'sends a bad chunk at once', member: doing(saying('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n')), alone: 502, behind: 502, marked: false }
]

/** A POST, as the first and as the second request of one connection. */
async function ask (t: Test, port: number): Promise<number[]> {
  const client = await connect(t, port)
  const statuses: number[] = []
  for (let i = 0; i < 2; i++) {
    client.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbody')
    const [chunk] = await once(client, 'data')
    statuses.push(Number(/^HTTP\/1\.1 (\d+) /.exec(String(chunk))?.[1]))
  }
  return statuses
}

for (const { what, member, alone, behind, marked } of rows) {
  t.test(`a member that ${what}: ${alone}, or ${behind} with another member behind it, on a kept connection too (K6)`, async t => {
    const only = await startShop(t, { members: [await member(t)] })
    t.strictSame(await ask(t, only.port), [alone, alone])
    t.equal(formatStatus(only.members[0]!.flags), marked ? 'Init Err ' : 'Init Ok ')
    t.equal(only.members[0]!.busy, 0)
    const other = await startBackend(t, 'other')
    const pair = await startShop(t, { members: [await member(t), { url: other.url, status: '+H' }] })
    t.equal((await ask(t, pair.port))[0], behind)
  })
}

t.test('a member that dies in its body, of known length or in chunks: the client sees that the answer is broken', async t => {
  for (const framing of ['Content-Length: 1000', 'Transfer-Encoding: chunked']) {
    const { url } = await startShop(t, { members: [await doing(saying(`HTTP/1.1 200 OK\r\n${framing}\r\n\r\n5\r\nbegun\r\n`, socket => setImmediate(() => socket.destroy())))(t)] })
    const response = await fetch(url)
    t.equal(response.status, 200)
    await t.rejects(response.text(), { message: 'terminated' }, framing)
  }
})
