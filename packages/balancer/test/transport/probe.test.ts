import { mock } from 'node:test'
import t from 'tap'
import { Deadlines } from '../../src/transport/deadlines.ts'
import type { MemberPoolOptions } from '../../src/transport/member-pool.ts'
import { probe, reach } from '../../src/transport/probe.ts'
import { refusingUrl } from '../support/member.ts'
import { until } from '../support/until.ts'
import { poolOptions, rawMember, TestDeadlines } from './support/raw-member.ts'

const never = new AbortController().signal

function limits (port: number): MemberPoolOptions {
  return { ...poolOptions(port), timeout: 2_000 }
}

const request = { head: 'GET /s HTTP/1.0\r\nHost: m\r\n\r\n', bodiless: false, maxBody: 10 }

t.test('the head is sent as it is, the answer comes whole, and the connection is closed', async t => {
  const heard: string[] = []
  const member = await rawMember(t, (socket, received) => {
    heard.push(received)
    socket.write('HTTP/1.1 404 No\r\nX-A: 1\r\nX-A: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
    socket.write('2\r\nde\r\n0\r\n\r\n')
  })
  const answer = await probe(limits(member.port), request, new Deadlines(), never)
  t.strictSame({ ...answer, body: answer.body.toString() }, {
    status: 404, headers: ['X-A', '1', 'X-A', '2', 'Transfer-Encoding', 'chunked'], body: 'abcde'
  })
  t.same(heard, [request.head])
  await until(() => member.sockets[0]!.destroyed)
})

t.test('of a long body the beginning is enough', async t => {
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 200 OK\r\n\r\n0123456789abc'))
  const { body } = await probe(limits(member.port), request, new Deadlines(), never)
  t.equal(body.toString(), '0123456789')
  await until(() => member.sockets[0]!.destroyed)
})

t.test('what cannot be read, or breaks off, fails', async t => {
  for (const [answer, code] of [['HTTP/9.9 ok\r\n\r\n', 'FST_BALANCER_BAD_ANSWER'], ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc', 'FST_BALANCER_CONNECTION_LOST']] as const) {
    const member = await rawMember(t, socket => socket.end(answer))
    await t.rejects(probe(limits(member.port), request, new Deadlines(), never), { code })
  }
  await t.rejects(probe(limits(Number(new URL(await refusingUrl()).port)), request, new Deadlines(), never), { code: 'FST_BALANCER_CONNECT' })
})

t.test('an answer that never ends takes too long', async t => {
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 200 OK\r\n\r\n0'))
  const answer = probe(limits(member.port), request, new TestDeadlines(), never)
  await until(() => member.accepted === 1)
  mock.timers.tick(3_000)
  await t.rejects(answer, { code: 'FST_BALANCER_PROBE_TIMEOUT', message: 'The answer of http://member took too long' })
})

t.test('to reach a member no byte is sent', async t => {
  const member = await rawMember(t, () => t.fail('a byte'))
  await reach(limits(member.port), new Deadlines(), never)
  await until(() => member.sockets[0]?.destroyed === true)
  await t.rejects(reach(limits(Number(new URL(await refusingUrl()).port)), new Deadlines(), never), { code: 'FST_BALANCER_CONNECT' })
})

t.test('it has to accept in time', async t => {
  const member = await rawMember(t, null)
  mock.timers.enable({ apis: ['setTimeout'] })
  t.teardown(() => mock.timers.reset())
  const reached = reach(limits(member.port), new TestDeadlines(), never)
  mock.timers.tick(1_000)
  await t.rejects(reached, { code: 'FST_BALANCER_CONNECT_TIMEOUT' })
})

t.test('who gives up is told why, and the connection is closed', async t => {
  const member = await rawMember(t, null)
  const giveUp = new AbortController()
  const answer = probe(limits(member.port), request, new Deadlines(), giveUp.signal)
  await until(() => member.accepted === 1)
  giveUp.abort(new Error('enough'))
  await t.rejects(answer, { message: 'enough' })
  await t.rejects(reach(limits(member.port), new Deadlines(), giveUp.signal), { message: 'enough' })
})
