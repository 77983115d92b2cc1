import { once } from 'node:events'
import { PassThrough, Readable } from 'node:stream'
import t from 'tap'
import type { MemberRequest } from '../../src/transport/call.ts'
import { createPool, get, rawMember, readingMember, TestDeadlines } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'
const head = 'POST / HTTP/1.1\r\nX: y\r\n\r\n'

function post (body: Readable | Buffer, length: number | null, more: Partial<MemberRequest> = {}): MemberRequest {
  return get({ head, body, length, repeatable: false, ...more })
}

for (const [what, size] of Object.entries({ 'an empty': 0, 'a small': 2_048, 'a larger': 2_049, 'a long': 3_000_000 })) {
  t.test(`sends ${what} body behind its head`, async t => {
    // Every byte value, as bytes must pass unchanged.
    const body = Buffer.alloc(size, Uint8Array.from({ length: 256 }, (_, i) => i))
    const member = await readingMember(t, received => received.length === head.length + size, ok)
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    const call = pool.request(post(body, size), recorder)
    await recorder.over
    t.match(recorder, { ended: 'done', status: 200 })
    t.equal(member.received === head + body.toString('latin1'), true)
    t.equal(call.sent, head.length + size)
    t.equal(pool.idle, 1)
  })
}

t.test('sends a stream of a known length as it is', async t => {
  const member = await readingMember(t, received => received.endsWith('abc'), ok)
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const call = pool.request(post(Readable.from([Buffer.from('a'), Buffer.alloc(0), Buffer.from('bc')]), 3), recorder)
  await recorder.over
  t.equal(recorder.ended, 'done')
  t.equal(member.received, `${head}abc`)
  t.equal(call.sent, member.received.length)
  t.equal(pool.idle, 1)
})

t.test('sends a stream of unknown length in chunks', async t => {
  const member = await readingMember(t, received => received.endsWith('0\r\n\r\n'), ok)
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const call = pool.request(post(Readable.from([Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(300, 'b')]), null), recorder)
  await recorder.over
  t.equal(recorder.ended, 'done')
  t.equal(member.received, `${head}1\r\na\r\n12c\r\n${'b'.repeat(300)}\r\n0\r\n\r\n`)
  t.equal(call.sent, member.received.length)
  t.equal(pool.idle, 1)
})

t.test('does not touch a stream before there is a connection', async t => {
  const member = await rawMember(t, () => {})
  await member.close()
  const body = Readable.from([Buffer.from('abc')])
  const recorder = new Recorder()
  createPool(t, member.port).request(post(body, 3), recorder)
  await recorder.over
  t.equal(recorder.ended, 'refused')
  t.match(body, { destroyed: false, readableDidRead: false })
  t.same(await body.toArray(), [Buffer.from('abc')], 'it may go to another member')
})

for (const [what, body] of Object.entries({ long: ['abcd'], 'long, too late': ['abc', 'd'], short: ['ab'] })) {
  t.test(`never sends a body that is too ${what}`, async t => {
    const member = await readingMember(t, () => false, ok)
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    pool.request(post(Readable.from(body.map(Buffer.from as (text: string) => Buffer)), 3), recorder)
    await recorder.over
    t.match(recorder, { ended: 'failed', phase: 'sending', error: { code: 'FST_BALANCER_BODY_LENGTH', statusCode: 500 } })
    t.match(pool, { idle: 0, busy: 0 })
    await once(member.sockets[0]!, 'close')
    t.ok(member.received.length <= head.length + 3)
  })
}

for (const [what, breakOff] of Object.entries<(body: PassThrough) => void>({
  'that fails': body => body.destroy(new Error('broken')),
  'whose sender leaves': body => body.destroy()
})) {
  t.test(`a body ${what} is no fault of the member's`, async t => {
    const member = await readingMember(t, () => false, ok)
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    const body = new PassThrough()
    body.on('error', () => {})
    pool.request(post(body, 10), recorder)
    body.write('abc')
    while (!member.received.endsWith('abc')) await new Promise(setImmediate)
    breakOff(body)
    await recorder.over
    t.match(recorder, { ended: 'failed', phase: 'sending', error: { code: 'FST_BALANCER_BODY_BROKEN', cause: Error } })
    t.match(pool, { idle: 0, busy: 0 })
  })
}

t.test('a body that somebody else has read, or destroyed, is broken', async t => {
  const member = await readingMember(t, () => false, ok)
  const pool = createPool(t, member.port)
  const read = Readable.from([Buffer.from('abc')])
  await read.toArray()
  const destroyed = new PassThrough().destroy()
  for (const body of [read, destroyed]) {
    const recorder = new Recorder()
    pool.request(post(body, 3), recorder)
    await recorder.over
    t.match(recorder, { ended: 'failed', error: { code: 'FST_BALANCER_BODY_BROKEN' } })
  }
  t.equal(pool.busy, 0)
})

t.test('a slow member slows the body down; its own time runs while it takes nothing', async t => {
  const deadlines = new TestDeadlines()
  const member = await rawMember(t, null)
  const pool = createPool(t, member.port, { timeout: 500 }, deadlines)
  let pushed = 0
  const chunk = Buffer.alloc(65_536)
  const body = new Readable({ read () { pushed += chunk.length; this.push(pushed > 50_000_000 ? null : chunk) } })
  const recorder = new Recorder()
  pool.request(post(body, null), recorder)
  // What the kernel takes, it takes in a few turns; then the member's silence begins.
  for (let turns = 0, before = -1; turns < 20; turns = pushed === before ? turns + 1 : 0) {
    before = pushed
    await new Promise(setImmediate)
  }
  t.ok(pushed < 20_000_000, `${pushed} bytes taken`)
  deadlines.pass(499)
  t.equal(recorder.ended, '')
  deadlines.pass(1)
  t.match(recorder, { ended: 'failed', phase: 'sending', error: { code: 'FST_BALANCER_SILENCE' } })
})

t.test('a body goes on when the member takes bytes again', async t => {
  const size = 30_000_000
  const member = await rawMember(t, null)
  let bytes = 0
  member.onSocket = socket => {
    socket.on('data', data => {
      bytes += data.length
      if (bytes === head.length + size) socket.write(ok)
    }).pause()
  }
  const pool = createPool(t, member.port)
  let left = size
  const body = new Readable({
    read () {
      const length = Math.min(left, 100_000)
      left -= length
      this.push(length === 0 ? null : Buffer.alloc(length))
    }
  })
  const recorder = new Recorder()
  pool.request(post(body, size), recorder)
  await once(body, 'pause')
  t.ok(left > 0)
  member.sockets[0]!.resume()
  await recorder.over
  t.equal(recorder.ended, 'done')
  t.equal(pool.idle, 1)
})

for (const [kind, isChunked] of [['of a known length', false], ['in chunks', true]] as const) {
  t.test(`a body ${kind} that the kernel takes at once waits for nobody`, async t => {
    const chunk = Buffer.alloc(20_000, 'x')
    const member = await readingMember(t, received => received.split('x').length > 2 * chunk.length && (!isChunked || received.endsWith('0\r\n\r\n')), ok)
    const pool = createPool(t, member.port)
    const body = new PassThrough()
    const recorder = new Recorder()
    pool.request(post(body, isChunked ? null : 2 * chunk.length), recorder)
    body.write(chunk)
    while (member.received.length < chunk.length) await new Promise(setImmediate)
    t.equal(body.isPaused(), false)
    body.end(chunk)
    await recorder.over
    t.equal(recorder.ended, 'done')
  })
}

t.test('a slow client is no silence of the member', async t => {
  const deadlines = new TestDeadlines()
  const member = await readingMember(t, received => received.endsWith('abc'), ok)
  const pool = createPool(t, member.port, { timeout: 500 }, deadlines)
  const recorder = new Recorder()
  const body = new PassThrough()
  pool.request(post(body, 3), recorder)
  while (member.received !== head) await new Promise(setImmediate)
  deadlines.pass(10_000)
  t.equal(recorder.ended, '')
  body.end('abc')
  await recorder.over
  t.equal(recorder.ended, 'done')
})

t.test('a member that refuses the body early gets no more of it, and its connection carries nothing else', async t => {
  const member = await readingMember(t, received => received.endsWith('abc'), 'HTTP/1.1 413 Too Large\r\nContent-Length: 4\r\n\r\nwh')
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const body = new PassThrough()
  pool.request(post(body, 10), recorder)
  body.write('abc')
  await recorder.headed
  t.equal(recorder.status, 413)
  t.equal(body.isPaused(), true)
  t.equal(body.destroyed, false)
  body.write('def')
  member.sockets[0]!.write('y!')
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'why!' })
  t.match(pool, { idle: 0, busy: 0 })
  t.equal(member.received, `${head}abc`)
})

t.test('a member may answer while it still reads', async t => {
  const member = await readingMember(t, received => received === `${head}abc`, 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab')
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const body = new PassThrough()
  pool.request(post(body, 6), recorder)
  body.write('abc')
  await recorder.headed
  body.end('def')
  while (!member.received.endsWith('def')) await new Promise(setImmediate)
  member.sockets[0]!.write('cd')
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'abcd' })
  t.equal(pool.idle, 1)
})

t.test('a whole answer to half a request ends the connection', async t => {
  const member = await readingMember(t, received => received === `${head}abc`, ok)
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const body = new PassThrough()
  pool.request(post(body, 6), recorder)
  body.write('abc')
  await recorder.over
  t.equal(recorder.ended, 'done')
  t.match(pool, { idle: 0, busy: 0 })
  t.equal(body.isPaused(), true)
})

t.test('a member that dies while the body is sent fails', async t => {
  const member = await rawMember(t, socket => socket.resetAndDestroy())
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  const body = new PassThrough()
  pool.request(post(body, 1_000), recorder)
  await recorder.over
  t.match(recorder, { ended: 'failed', phase: 'sending', error: { code: 'FST_BALANCER_CONNECTION_LOST' } })
  t.equal(body.destroyed, false)
  t.equal(pool.busy, 0)
})

t.test('abort leaves the body to its owner', async t => {
  const member = await readingMember(t, () => false, ok)
  const pool = createPool(t, member.port)
  const body = new PassThrough()
  const call = pool.request(post(body, 10), new Recorder())
  body.write('abc')
  while (!member.received.endsWith('abc')) await new Promise(setImmediate)
  call.abort()
  t.match(body, { destroyed: false })
  t.equal(body.isPaused(), true)
  t.equal(pool.busy, 0)
})

for (const [kind, body] of Object.entries({ stream: () => Readable.from([Buffer.from('abc')]), buffer: () => Buffer.from('abc') })) {
  t.test(`a ${kind} waits for 100 Continue`, async t => {
    const member = await readingMember(t, received => received === head || received.endsWith('abc'), 'HTTP/1.1 100 Continue\r\n\r\n')
    const pool = createPool(t, member.port, { ping: 300 })
    const recorder = new Recorder()
    pool.request(post(body(), 3, { expectContinue: true }), recorder)
    while (!member.received.endsWith('abc')) await new Promise(setImmediate)
    member.sockets[0]!.write(ok)
    await recorder.over
    t.match(recorder, { ended: 'done', interims: [100, 100] })
    t.equal(pool.idle, 1)
  })
}

t.test('other interim answers do not let the body go', async t => {
  const member = await readingMember(t, received => received === head, 'HTTP/1.1 103 x\r\n\r\n')
  const recorder = new Recorder()
  createPool(t, member.port).request(post(Buffer.from('abc'), 3, { expectContinue: true }), recorder)
  while (recorder.interims.length === 0) await new Promise(setImmediate)
  await new Promise(setImmediate)
  t.equal(member.received, head)
})

t.test('a final answer instead of 100 Continue leaves the body where it is', async t => {
  const member = await readingMember(t, received => received === head, 'HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n')
  const pool = createPool(t, member.port)
  const body = Readable.from([Buffer.from('abc')])
  const recorder = new Recorder()
  pool.request(post(body, 3, { expectContinue: true }), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', status: 417 })
  t.equal(body.readableDidRead, false)
  t.match(pool, { idle: 0, busy: 0 }, 'the member may still expect the body')
})

t.test('ping is no limit for the answer that came instead', async t => {
  const deadlines = new TestDeadlines()
  const member = await readingMember(t, received => received === head, 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab')
  const recorder = new Recorder()
  createPool(t, member.port, { ping: 300, timeout: 500 }, deadlines).request(post(Buffer.from('abc'), 3, { expectContinue: true }), recorder)
  await recorder.headed
  deadlines.pass(499)
  t.equal(recorder.ended, '')
  member.sockets[0]!.write('cd')
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'abcd' })
})

t.test('a member that does not say 100 Continue within ping has accepted nothing', async t => {
  const deadlines = new TestDeadlines()
  const member = await readingMember(t, () => false, '')
  const pool = createPool(t, member.port, { ping: 300 }, deadlines)
  const body = Readable.from([Buffer.from('abc')])
  const recorder = new Recorder()
  pool.request(post(body, 3, { expectContinue: true }), recorder)
  while (member.received !== head) await new Promise(setImmediate)
  deadlines.pass(300)
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_CONTINUE_TIMEOUT', statusCode: 503 } })
  t.equal(body.readableDidRead, false)
  t.equal(pool.busy, 0)
})

t.test('without ping, and after a sign of life, it is silence', async t => {
  const deadlines = new TestDeadlines()
  const silent = await readingMember(t, () => false, '')
  const first = new Recorder()
  createPool(t, silent.port, { timeout: 500 }, deadlines).request(post(Buffer.from('abc'), 3, { expectContinue: true }), first)
  while (silent.received !== head) await new Promise(setImmediate)
  deadlines.pass(500)
  t.match(first, { ended: 'failed', phase: 'sending', error: { code: 'FST_BALANCER_SILENCE' } })

  const alive = await readingMember(t, received => received === head, 'HTTP/1.1 103 x\r\n\r\n')
  const second = new Recorder()
  createPool(t, alive.port, { ping: 300 }, deadlines).request(post(Buffer.from('abc'), 3, { expectContinue: true }), second)
  while (second.interims.length === 0) await new Promise(setImmediate)
  deadlines.pass(300)
  t.match(second, { ended: 'failed', error: { code: 'FST_BALANCER_SILENCE' } })
})
