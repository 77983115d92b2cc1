import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import t from 'tap'
import type { Test } from 'tap'
import { readPreface } from '../../src/front/preface.ts'

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/** A client, and what is decided of its connection: whether it is HTTP/2, and what the socket then gives to read. */
async function peeked (t: Test, timeout = 60_000): Promise<{ client: Socket, accepted: Socket, decided: Promise<[boolean, string]> }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [accepted] = await once(server, 'connection') as [Socket]
  t.teardown(() => {
    client.destroy()
    server.close()
  })
  const decided = new Promise<[boolean, string]>(resolve => {
    readPreface(accepted, timeout, isHttp2 => {
      accepted.once('data', chunk => { resolve([isHttp2, chunk.toString()]) })
    })
  })
  return { client, accepted, decided }
}

t.test('the preface is HTTP/2, whole or in pieces', async t => {
  const whole = await peeked(t)
  whole.client.write(`${preface}more`)
  t.strictSame(await whole.decided, [true, `${preface}more`])
  const pieces = await peeked(t)
  pieces.client.setNoDelay()
  for (const piece of ['P', 'RI * HT', preface.slice(8)]) {
    const read = once(pieces.accepted, 'readable')
    pieces.client.write(piece)
    await read
  }
  t.strictSame(await pieces.decided, [true, preface])
})

t.test('everything else is not, as soon as it differs', async t => {
  const { client, decided } = await peeked(t)
  client.write('PU')
  t.strictSame(await decided, [false, 'PU'])
})

t.test('who leaves, or says nothing for too long, is gone', async t => {
  const leaving = await peeked(t)
  leaving.client.end('PRI')
  await once(leaving.accepted, 'close')
  const silent = await peeked(t, 20)
  silent.client.write('PRI')
  await once(silent.accepted, 'close')
})
