import { once } from 'node:events'
import t from 'tap'
import { createPool, get, rawMember, TestDeadlines } from './support/raw-member.ts'
import type { RawMember } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

/** A member that answers `/now` at once and anything else when told to. */
async function patientMember (t: Parameters<typeof rawMember>[0]): Promise<RawMember & { readonly asked: string[], readonly connections: number[], answer: (i: number) => void, atLeast: (count: number) => Promise<void> }> {
  const sockets: Array<{ write: (text: string) => void }> = []
  const asked: string[] = []
  const connections: number[] = []
  const member = await rawMember(t, (socket, received, connection) => {
    const path = received.split(' ')[1]!
    if (path === '/now') {
      socket.write(hello)
      return
    }
    asked.push(path)
    connections.push(connection)
    sockets.push(socket)
  })
  return Object.assign(member, {
    asked,
    connections,
    answer: (i: number) => sockets[i]!.write(hello),
    atLeast: async (count: number) => { while (asked.length < count) await new Promise(setImmediate) }
  })
}

const path = (path: string): ReturnType<typeof get> => get({ head: `GET ${path} HTTP/1.1\r\nHost: m\r\n\r\n` })

t.test('10 000 requests in turn use one connection', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, {}, deadlines)
  for (let i = 0; i < 10_000; i++) {
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    if (recorder.ended !== 'done' || recorder.body !== 'hello') t.fail(`request ${i}`)
  }
  t.equal(member.accepted, 1)
  t.match(pool, { idle: 1, busy: 0, waiting: 0 })
  t.equal(deadlines.count, 1)
})

t.test('the connection used last is used first', async t => {
  const member = await patientMember(t)
  const pool = createPool(t, member.port)
  const recorders = ['/a', '/b', '/c'].map(name => {
    const recorder = new Recorder()
    pool.request(path(name), recorder)
    return recorder
  })
  await member.atLeast(3)
  t.match(pool, { idle: 0, busy: 3 })
  const connectionOf = (name: string): number => member.connections[member.asked.indexOf(name)]!
  for (const [i, name] of ['/b', '/c', '/a'].entries()) {
    member.answer(member.asked.indexOf(name))
    await recorders['/a/b/c'.indexOf(name) / 2]!.over
    t.match(pool, { idle: i + 1, busy: 2 - i })
  }
  // They come back in the opposite order.
  for (const name of ['/first', '/second', '/third']) {
    pool.request(path(name), new Recorder())
    await member.atLeast(member.asked.length + 1)
  }
  t.same(['/first', '/second', '/third'].map(connectionOf), ['/a', '/c', '/b'].map(connectionOf))
  t.equal(member.accepted, 3)
})

t.test('no more than max connections; who finds none waits, first come first served', async t => {
  const member = await patientMember(t)
  const pool = createPool(t, member.port, { max: 2 })
  const recorders = ['/a', '/b', '/c', '/d'].map(name => {
    const recorder = new Recorder()
    pool.request(path(name), recorder)
    return recorder
  })
  t.match(pool, { busy: 2, waiting: 2 })
  await member.atLeast(2)
  member.answer(0)
  await member.atLeast(3)
  t.equal(member.asked[2], '/c')
  member.answer(1)
  await member.atLeast(4)
  t.equal(member.asked[3], '/d')
  member.answer(2)
  member.answer(3)
  await Promise.all(recorders.map(recorder => recorder.over))
  t.equal(member.accepted, 2)
  t.match(pool, { idle: 2, busy: 0, waiting: 0 })
})

t.test('who waits gets a new connection when one dies', async t => {
  const member = await rawMember(t, (socket, received) => {
    if (received.startsWith('GET /die')) socket.destroy()
    else socket.write(hello)
  })
  const pool = createPool(t, member.port, { max: 1 })
  const first = new Recorder()
  const second = new Recorder()
  pool.request(path('/die'), first)
  pool.request(get(), second)
  await second.over
  t.equal(first.ended, 'failed')
  t.equal(second.ended, 'done')
  t.equal(member.accepted, 2)
  t.match(pool, { idle: 1, busy: 0, waiting: 0 })
})

t.test('a stale connection\'s call keeps its turn, within max', async t => {
  let requests = 0
  const member = await rawMember(t, (socket, _received, connection) => {
    if (++requests > 1 && connection === 1) socket.destroy()
    else socket.write(hello)
  })
  const pool = createPool(t, member.port, { max: 1 })
  const warm = new Recorder()
  pool.request(get(), warm)
  await warm.over
  const order: string[] = []
  const recorders = ['first', 'second'].map(name => {
    const recorder = new Recorder()
    pool.request(get(), recorder)
    recorder.over.then(() => order.push(name))
    return recorder
  })
  await Promise.all(recorders.map(recorder => recorder.over))
  t.same(order, ['first', 'second'])
  t.equal(member.accepted, 2)
  t.match(pool, { idle: 1, busy: 0, waiting: 0 })
})

t.test('who waits longer than acquire is refused, and leaks nothing', async t => {
  const member = await patientMember(t)
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { max: 1, acquire: 100 }, deadlines)
  const first = new Recorder()
  const second = new Recorder()
  pool.request(path('/slow'), first)
  await member.atLeast(1)
  pool.request(get(), second)
  deadlines.pass(99)
  t.equal(second.ended, '')
  deadlines.pass(1)
  t.match(second, { ended: 'refused', error: { code: 'FST_BALANCER_ACQUIRE_TIMEOUT', statusCode: 503 }, connected: [] })
  t.match(pool, { busy: 1, waiting: 0 })
  member.answer(0)
  await first.over
  t.equal(first.ended, 'done')
  t.equal(deadlines.count, 1)
})

t.test('who waits may leave', async t => {
  const member = await patientMember(t)
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { max: 1 }, deadlines)
  const first = new Recorder()
  pool.request(path('/slow'), first)
  const left = new Recorder()
  const call = pool.request(path('/left'), left)
  const last = new Recorder()
  pool.request(path('/last'), last)
  call.pause()
  call.resume()
  call.abort()
  t.equal(pool.waiting, 1)
  await member.atLeast(1)
  member.answer(0)
  await member.atLeast(2)
  member.answer(1)
  await last.over
  t.same(member.asked, ['/slow', '/last'])
  t.equal(left.ended, '')
  t.equal(deadlines.count, 1)
})

t.test('a connection rests no longer than ttl, nor than the member lets it', async t => {
  const member = await rawMember(t, (socket, received) => socket.write(received.startsWith('GET /hint') ? hello.replace('\r\n', '\r\nKeep-Alive: timeout=5\r\n') : hello))
  for (const [ttl, target, rest] of [[7_000, '/', 7_000], [7_000, '/hint', 4_000], [0, '/hint', 4_000], [2_000, '/hint', 2_000]] as const) {
    const deadlines = new TestDeadlines()
    const pool = createPool(t, member.port, { ttl }, deadlines)
    const recorder = new Recorder()
    pool.request(path(target), recorder)
    await recorder.over
    deadlines.pass(rest - 1)
    t.equal(pool.idle, 1)
    deadlines.pass(1)
    t.equal(pool.idle, 0)
    t.equal(deadlines.count, 0)
  }
})

t.test('a connection whose time has passed is not used, even when nobody has looked since', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { ttl: 1_000 }, deadlines)
  const first = new Recorder()
  pool.request(get(), first)
  await first.over
  const check = deadlines.check
  deadlines.check = () => {}
  deadlines.pass(1_000)
  deadlines.check = check
  const second = new Recorder()
  pool.request(get(), second)
  await second.over
  t.same(second.connected, [false])
  t.equal(member.accepted, 2)
})

t.test('with disablereuse each request has its own connection', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port, { disablereuse: true, max: 1 })
  const recorders = [new Recorder(), new Recorder()]
  for (const recorder of recorders) pool.request(get(), recorder)
  await Promise.all(recorders.map(recorder => recorder.over))
  t.equal(member.accepted, 2)
  t.match(pool, { idle: 0, busy: 0 })
})

t.test('close lets requests end, refuses those that wait, and takes no more', async t => {
  const member = await patientMember(t)
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { max: 2 }, deadlines)
  const idle = new Recorder()
  const busy = new Recorder()
  pool.request(path('/now'), idle)
  pool.request(path('/slow'), busy)
  await idle.over
  const other = new Recorder()
  pool.request(path('/other'), other)
  await member.atLeast(2)
  const waiting = new Recorder()
  pool.request(get(), waiting)
  t.match(pool, { busy: 2, waiting: 1 })
  let closed = false
  const closing = pool.close().then(() => { closed = true })
  t.match(waiting, { ended: 'refused', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
  const late = new Recorder()
  pool.request(get(), late)
  t.equal(late.ended, '', 'not before request has returned')
  await late.over
  t.match(late, { ended: 'refused', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
  member.answer(0)
  await Promise.race([busy.over, other.over])
  t.equal(closed, false)
  member.answer(1)
  await closing
  t.match([busy, other], [{ ended: 'done' }, { ended: 'done' }])
  t.match(pool, { idle: 0, busy: 0 })
  t.equal(deadlines.count, 0)
  await pool.close()
})

t.test('close closes what is idle', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  await pool.close()
  t.equal(pool.idle, 0)
  await once(member.sockets[0]!, 'close')
})

t.test('who aborts a request to a closed pool hears nothing', async t => {
  const pool = createPool(t, 1)
  await pool.close()
  const recorder = new Recorder()
  pool.request(get(), recorder).abort()
  await new Promise(setImmediate)
  t.equal(recorder.ended, '')
})

t.test('a stale call of a closed pool is refused', async t => {
  let requests = 0
  const member = await rawMember(t, socket => {
    if (++requests === 1) socket.write(hello)
    else pool.close().then(() => {}, () => {})
    if (requests > 1) socket.destroy()
  })
  const pool = createPool(t, member.port)
  const first = new Recorder()
  pool.request(get(), first)
  await first.over
  const second = new Recorder()
  pool.request(get(), second)
  await second.over
  t.match(second, { ended: 'refused', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
})

t.test('destroy ends everything at once', async t => {
  const member = await patientMember(t)
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { max: 2 }, deadlines)
  const busy = new Recorder()
  pool.request(path('/slow'), busy)
  await member.atLeast(1)
  const connecting = new Recorder()
  pool.request(path('/new'), connecting)
  const waiting = new Recorder()
  pool.request(get(), waiting)
  await pool.destroy()
  t.match(busy, { ended: 'failed', phase: 'waiting', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
  t.match(connecting, { ended: 'refused', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
  t.match(waiting, { ended: 'refused', error: { code: 'FST_BALANCER_POOL_CLOSED' } })
  t.match(pool, { idle: 0, busy: 0, waiting: 0 })
  t.equal(deadlines.count, 0)
})

t.test('many at once, some of which fail or leave, leave nothing behind', async t => {
  let requests = 0
  const member = await rawMember(t, socket => {
    if (++requests % 7 === 0) socket.destroy()
    else if (requests % 5 === 0) socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')
    else setImmediate(() => socket.write(hello))
  })
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { max: 8 }, deadlines)
  const recorders: Recorder[] = []
  for (let i = 0; i < 500; i++) {
    const recorder = new Recorder()
    const call = pool.request(get({ repeatable: i % 2 === 0 }), recorder)
    if (i % 11 === 0) setImmediate(() => call.abort())
    else recorders.push(recorder)
  }
  await Promise.all(recorders.map(recorder => recorder.over))
  t.ok(recorders.every(({ ended, body }) => ended === 'failed' || (ended === 'done' && body === 'hello')))
  t.match(pool, { busy: 0, waiting: 0 })
  t.equal(deadlines.count, pool.idle)
  t.ok(pool.idle <= 8)
})
