import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import t from 'tap'
import { connect } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

const whole = 64 * 1024 * 1024
const piece = Buffer.alloc(64 * 1024, 'x')

/** Writes until the other side takes no more, and goes on when it does; tells how much it could write so far. */
function pour (stream: NodeJS.WritableStream): { written: number, ended: boolean } {
  const poured = { written: 0, ended: false }
  const more = (): void => {
    while (poured.written < whole) {
      poured.written += piece.length
      if (!stream.write(piece)) return
    }
    if (!poured.ended) stream.end()
    poured.ended = true
  }
  stream.on('drain', more)
  more()
  return poured
}

/** Resolves when nothing was written for a while. */
async function standstill (poured: { readonly written: number }): Promise<void> {
  for (let before = -1; before !== poured.written;) {
    before = poured.written
    await pause(200)
  }
}

t.test('a backend can write no more than a slow client reads', async t => {
  let poured = { written: 0, ended: false }
  const a = await startBackend(t, 'a', (_request, response) => { poured = pour(response) })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
  await until(() => poured.written > 0)
  await standstill(poured)
  // What fits into the sockets of both connections and the buffers between them.
  t.ok(poured.written < whole / 2, `${poured.written} bytes before the client reads`)
  t.equal(members[0]!.busy, 1)
  let received = 0
  client.on('data', chunk => { received += chunk.length })
  await once(client, 'end')
  t.ok(received > whole)
  t.ok(poured.ended)
})

t.test('a client can write no more than a slow backend reads', async t => {
  let read: () => void
  const a = await startBackend(t, 'a', (request, response) => {
    read = () => request.resume()
    request.on('end', () => response.end('thanks'))
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(`POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ${whole}\r\n\r\n`)
  const poured = { written: 0 }
  const more = (): void => {
    while (poured.written < whole) {
      poured.written += piece.length
      if (!client.write(piece)) return
    }
  }
  client.on('drain', more)
  more()
  await until(() => a.asked.length === 1)
  await standstill(poured)
  t.ok(poured.written < whole / 2, `${poured.written} bytes before the backend reads`)
  read!()
  const [answer] = await once(client, 'data')
  t.match(String(answer), /^HTTP\/1\.1 200 /)
  t.equal(poured.written, whole)
})
