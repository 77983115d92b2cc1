/** How long connections are kept, and how many. */
import { readFileSync } from 'node:fs'
import t from 'tap'
import { until } from '../support/until.ts'
import { createPool, get, rawMember, TestDeadlines } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'
import type { MemberPool } from '../../src/transport/member-pool.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

/** So many requests at once. */
async function ask (pool: MemberPool, count: number, body = 'hello'): Promise<void> {
  const recorders = Array.from({ length: count }, () => new Recorder())
  for (const recorder of recorders) pool.request(get(), recorder)
  await Promise.all(recorders.map(recorder => recorder.over))
  if (!recorders.every(recorder => recorder.body === body)) throw new Error(`got ${recorders[0]!.error}`)
}

t.test('a connection that is idle for ttl is closed', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { ttl: 5_000 }, deadlines)
  await ask(pool, 3)
  t.equal(pool.idle, 3)
  deadlines.pass(4_999)
  t.equal(pool.idle, 3)
  await ask(pool, 1)
  deadlines.pass(1)
  t.equal(pool.idle, 1, 'the one that was used meanwhile is young again')
  deadlines.pass(4_999)
  t.equal(pool.idle, 0)
  t.equal(member.accepted, 3)
})

t.test('of those min are kept all the same, and used', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { ttl: 5_000, min: 2 }, deadlines)
  await ask(pool, 1)
  t.equal(pool.idle, 1, 'none is opened ahead')
  await ask(pool, 4)
  deadlines.pass(5_000)
  t.equal(pool.idle, 2)
  deadlines.pass(1e9)
  t.equal(pool.idle, 2)
  await ask(pool, 2)
  t.equal(member.accepted, 4)
})

t.test('but not for longer than the member likes', async t => {
  const member = await rawMember(t, socket => socket.write(hello.replace('\r\n', '\r\nKeep-Alive: timeout=10\r\n')))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { ttl: 5_000, min: 2 }, deadlines)
  await ask(pool, 1)
  deadlines.pass(8_999)
  t.equal(pool.idle, 1)
  deadlines.pass(1)
  t.equal(pool.idle, 0)
})

t.test('a connection whose ttl has passed is not used, though nobody looked meanwhile', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  let now = 0
  const deadlines = new TestDeadlines()
  Object.defineProperty(deadlines, 'clock', { value: () => now })
  for (const [min, accepted] of [[0, 2], [1, 3]]) {
    const pool = createPool(t, member.port, { ttl: 5_000, min: min! }, deadlines)
    await ask(pool, 1)
    now += 5_000
    await ask(pool, 1)
    t.equal(member.accepted, accepted)
  }
})

t.test('without a ttl at most smax idle ones are kept', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  for (const [options, idle] of [[{ smax: 1 }, 1], [{ smax: 0 }, 0], [{ smax: 1, ttl: 5_000 }, 3]] as const) {
    const pool = createPool(t, member.port, options)
    await ask(pool, 3)
    t.equal(pool.idle, idle)
  }
})

t.test('an address holds for addressttl, and so do the connections there', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { address: { host: 'localhost', port: member.port }, addressttl: 5_000, min: 5 }, deadlines)
  await ask(pool, 1)
  deadlines.pass(4_000)
  await ask(pool, 1)
  t.equal(member.accepted, 1)
  deadlines.pass(1_000)
  t.equal(pool.idle, 0)
  await ask(pool, 1)
  t.equal(member.accepted, 2)
})

t.test('a request that ends after that time leaves no connection behind', async t => {
  const member = await rawMember(t, socket => socket)
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { address: { host: 'localhost', port: member.port }, addressttl: 5_000 }, deadlines)
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await until(() => recorder.connected.length === 1)
  deadlines.pass(5_000)
  member.sockets[0]!.write(hello)
  await recorder.over
  t.match(recorder, { ended: 'done' })
  t.match(pool, { idle: 0, busy: 0 })
})

t.test('an address without a name holds for ever', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { addressttl: 5_000 }, deadlines)
  await ask(pool, 1)
  deadlines.pass(1e9)
  await ask(pool, 1)
  t.equal(member.accepted, 1)
})

t.test('our own address may be chosen', { skip: process.platform !== 'linux' && 'only Linux has all of 127.0.0.0/8' }, async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  for (const host of ['127.0.0.1', 'localhost']) {
    const pool = createPool(t, member.port, { address: { host, port: member.port }, localAddress: '127.0.0.7' })
    await ask(pool, 1)
    t.equal(member.sockets.at(-1)!.remoteAddress, '127.0.0.7')
  }
})

t.test('keepalive asks TCP to see whether the member is there still', { skip: process.platform !== 'linux' && 'needs /proc' }, async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  for (const keepalive of [true, false]) {
    const pool = createPool(t, member.port, { keepalive })
    await ask(pool, 1)
    const from = member.sockets.at(-1)!.remotePort!.toString(16).toUpperCase().padStart(4, '0')
    // "timer_active": 0 none, 2 the keep-alive timer; others run until all that was sent is acknowledged.
    const timer = (): string => readFileSync('/proc/net/tcp', 'utf8').split('\n')
      .find(line => line.includes(`0100007F:${from} 0100007F:`))!.trim().split(/\s+/)[5]!.slice(0, 2)
    await until(() => timer() === '00' || timer() === '02')
    t.equal(timer(), keepalive ? '02' : '00')
  }
})

t.test('a header line may be as long as responsefieldsize', async t => {
  let value = 'x'.repeat(97)
  const member = await rawMember(t, socket => socket.write(hello.replace('\r\n', `\r\nA: ${value}\r\n`)))
  const pool = createPool(t, member.port, { lineLimit: 100 })
  await ask(pool, 1)
  value += 'x'
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'failed', error: { code: 'FST_BALANCER_BAD_ANSWER', message: /a header line that is too long$/ } })
})
