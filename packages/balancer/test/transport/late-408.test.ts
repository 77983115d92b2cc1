import { Readable } from 'node:stream'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../support/until.ts'
import { createPool, get, rawMember } from './support/raw-member.ts'
import type { MemberRequest } from '../../src/transport/call.ts'
import { Recorder } from './support/recorder.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'
const late = 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

/** What becomes of a request that meets a 408 on a connection that had rested, and how many connections there were. */
async function meet (t: Test, request: MemberRequest, answer = late): Promise<[Recorder, number]> {
  // The second request of the first connection meets the 408, a new connection all is well with.
  const asked: number[] = []
  const member = await rawMember(t, (socket, _received, connection) => {
    asked.push(connection)
    socket.write(asked.length > 1 && connection === 1 ? answer : hello)
  })
  const pool = createPool(t, member.port)
  const first = new Recorder()
  pool.request(get(), first)
  await first.over
  const recorder = new Recorder()
  pool.request(request, recorder)
  await recorder.over
  await until(() => pool.busy === 0)
  return [recorder, member.accepted]
}

t.test('a 408 about the rest of a connection is no answer to the request that crosses it', async t => {
  for (const request of [get(), get({ repeatable: false }), get({ repeatable: false, body: Buffer.from('body'), length: 4 })]) {
    const [recorder, accepted] = await meet(t, request)
    t.match(recorder, { ended: 'done', status: 200, body: 'hello', connected: [true, false] })
    t.equal(accepted, 2)
  }
})

t.test('it is, where the body is on its way', async t => {
  const [recorder] = await meet(t, get({ head: 'POST / HTTP/1.1\r\nHost: m\r\nContent-Length: 4\r\n\r\n', body: Readable.from([Buffer.from('bo'), Buffer.from('dy')]), length: 4 }))
  // The head alone may have met it.
  t.match(recorder.ended, 'done')
  t.ok(recorder.status === 408 || recorder.connected.length === 2)
})

t.test('so is one that leaves the connection open', async t => {
  const [recorder, accepted] = await meet(t, get(), late.replace('Connection: close\r\n', ''))
  t.match(recorder, { ended: 'done', status: 408 })
  t.equal(accepted, 1)
})

t.test('a member that says nothing else is believed', async t => {
  const asked: number[] = []
  const member = await rawMember(t, (socket, _received, connection) => socket.write(asked.push(connection) === 1 ? hello : late))
  const pool = createPool(t, member.port)
  for (const status of [200, 408]) {
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    t.equal(recorder.status, status)
  }
  t.strictSame(asked, [1, 1, 2])
})
