import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { ReadBlock } from '../../src/transport/read-block.ts'
import { headroom } from '../../src/transport/read-block.ts'
import { createPool, get, rawMember, TestDeadlines } from './support/raw-member.ts'
import { Recorder } from './support/recorder.ts'

const hello = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

t.test('a small answer comes in one call and leaves the connection for the next', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port)
  const first = new Recorder()
  const call = pool.request(get(), first)
  t.equal(pool.busy, 1)
  await first.over
  t.match(first, { ended: 'done', status: 200, minor: 1, reason: 'OK', headers: ['Content-Length', '5'], body: 'hello', calls: 1, connected: [false] })
  t.equal(call.sent, get().head.length)
  t.match(pool, { idle: 1, busy: 0 })

  const second = new Recorder()
  pool.request(get(), second)
  await second.over
  t.match(second, { ended: 'done', connected: [true] })
  t.equal(member.accepted, 1)
})

t.test('an answer may come in any pieces', async t => {
  const bytes = 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n'
  const member = await rawMember(t, async socket => {
    for (let i = 0; i < bytes.length; i += 7) {
      socket.write(bytes.slice(i, i + 7))
      await new Promise(setImmediate)
    }
  })
  const pool = createPool(t, member.port)
  for (const recorder of [new Recorder(), new Recorder()]) {
    pool.request(get(), recorder)
    await recorder.over
    t.match(recorder, { ended: 'done', interims: [103], status: 200, body: 'hello world' })
  }
  t.equal(member.accepted, 1)
})

t.test('a head may have 64 KiB, over as many reads as it takes', async t => {
  const start = 'HTTP/1.1 103 x\r\nLink: x\r\n\r\n'
  const head = (size: number): string => {
    const empty = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: \r\n\r\n'
    return empty.replace('X: ', `X: ${'y'.repeat(size - empty.length)}`)
  }
  let size = 65_536
  const member = await rawMember(t, async socket => {
    const bytes = `${start}${head(size)}ok`
    for (let i = 0; i < bytes.length; i += 20_000) {
      socket.write(bytes.slice(i, i + 20_000))
      await new Promise(setImmediate)
    }
  })
  const pool = createPool(t, member.port, { headLimit: Infinity })
  const fits = new Recorder()
  pool.request(get(), fits)
  await fits.over
  t.match(fits, { ended: 'done', interims: [103], body: 'ok' })
  t.equal(fits.headers[3]!.length > 65_000, true)

  size++
  const tooLong = new Recorder()
  pool.request(get(), tooLong)
  await tooLong.over
  t.match(tooLong, { ended: 'failed', phase: 'waiting', error: { code: 'FST_BALANCER_BAD_ANSWER' } })
})

t.test('a long answer streams through one block of memory of each length', async t => {
  const body = 'x'.repeat(1_000_000)
  const member = await rawMember(t, socket => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
  const pool = createPool(t, member.port)
  const blocks = new Set<ReadBlock>()
  const recorder = new (class extends Recorder {
    override onData (block: ReadBlock, start: number, end: number, done: boolean): void {
      blocks.add(block)
      super.onData(block, start, end, done)
    }
  })()
  pool.request(get(), recorder)
  await recorder.over
  t.equal(recorder.body === body, true)
  t.ok(recorder.calls > 5)
  t.ok(blocks.size <= 2)
})

t.test('a block that the handler keeps is not read into', async t => {
  const member = await rawMember(t, async socket => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst')
    await recorder.headed
    socket.write('after')
  })
  const pool = createPool(t, member.port)
  const kept: Array<[ReadBlock, number, number]> = []
  const recorder = new (class extends Recorder {
    override onData (block: ReadBlock, start: number, end: number, done: boolean): void {
      block.keep()
      kept.push([block, start, end])
      super.onData(block, start, end, done)
    }
  })()
  pool.request(get(), recorder)
  await recorder.over
  t.equal(kept.length, 2)
  t.not(kept[0]![0], kept[1]![0])
  t.same(kept.map(([block, start, end]) => block.bytes.toString('latin1', start, end)), ['first', 'after'])
  t.ok(kept.every(([, start]) => start >= headroom), 'with room for a head in front')
  await pool.destroy()
  for (const [block] of kept) block.release()
})

t.test('a long answer is read into long blocks, the head of the next one is not', async t => {
  const body = 'x'.repeat(2_000_000)
  const member = await rawMember(t, socket => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
  const pool = createPool(t, member.port)
  for (let i = 0; i < 2; i++) {
    const long: boolean[] = []
    const recorder = new (class extends Recorder {
      override onData (block: ReadBlock, start: number, end: number, done: boolean): void {
        long.push(block.long)
        super.onData(block, start, end, done)
        if (this.calls > 3) return
        // Meanwhile more comes than a block holds.
        call.pause()
        setTimeout(() => call.resume(), 50)
      }
    })()
    const call = pool.request(get(), recorder)
    await recorder.over
    t.equal(recorder.body === body, true)
    t.strictSame([long[0], long.includes(true)], [false, true])
  }
  t.equal(member.accepted, 1)
})

t.test('an answer to HEAD has no body', async t => {
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n'))
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get({ head: 'HEAD / HTTP/1.1\r\nHost: m\r\n\r\n', bodiless: true }), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', body: '', headers: ['Content-Length', '5'] })
  t.equal(pool.idle, 1)
})

t.test('an answer without framing ends with the connection', async t => {
  const member = await rawMember(t, socket => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'))
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'all of it' })
  t.match(pool, { idle: 0, busy: 0 })
})

for (const [what, answer] of Object.entries({
  'an answer that says close': 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello',
  'an answer of HTTP/1.0': 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello',
  'an answer that more bytes follow': `${hello}HTTP/1.1 200 OK`,
  'a chunked answer that more bytes follow': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n\r\n'
})) {
  t.test(`no connection is used again after ${what}`, async t => {
    const member = await rawMember(t, socket => socket.write(answer))
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    t.match(recorder, { ended: 'done', body: 'hello' })
    t.match(pool, { idle: 0, busy: 0 })
  })
}

t.test('bytes that come between two requests close the connection', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.equal(pool.idle, 1)
  member.sockets[0]!.write(hello)
  await once(member.sockets[0]!, 'close')
  t.equal(pool.idle, 0)
})

t.test('a connection that the member closes between two requests is forgotten', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port)
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    t.same(recorder.connected, [false])
    member.sockets.at(-1)![end]()
    while (pool.idle > 0) await new Promise(setImmediate)
  }
})

t.test('a member that nobody listens for refuses', async t => {
  const member = await rawMember(t, () => {})
  await member.close()
  const recorder = new Recorder()
  const pool = createPool(t, member.port)
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'refused', connected: [], error: { code: 'FST_BALANCER_CONNECT', message: 'Could not connect to http://member', cause: { code: 'ECONNREFUSED' } } })
  t.equal(pool.busy, 0)
})

const deaths: Record<string, [said: string, phase: string, code: string]> = {
  'before a byte of the answer': ['', 'waiting', 'FST_BALANCER_CONNECTION_LOST'],
  'in the head': ['HTTP/1.1 200 OK\r\nA', 'waiting', 'FST_BALANCER_CONNECTION_LOST'],
  'after an interim answer': ['HTTP/1.1 103 x\r\n\r\n', 'waiting', 'FST_BALANCER_CONNECTION_LOST'],
  'in a body of known length': ['HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell', 'answering', 'FST_BALANCER_CONNECTION_LOST'],
  'in a chunked body': ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n', 'answering', 'FST_BALANCER_CONNECTION_LOST'],
  'with nonsense': ['<html>', 'waiting', 'FST_BALANCER_BAD_ANSWER'],
  'with an upgrade that nobody asked for': ['HTTP/1.1 101 x\r\n\r\n', 'waiting', 'FST_BALANCER_BAD_ANSWER']
}

for (const [when, [said, phase, code]] of Object.entries(deaths)) {
  t.test(`a member that ends ${when} fails`, async t => {
    const member = await rawMember(t, socket => socket.end(said))
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    pool.request(get(), recorder)
    await recorder.over
    t.match(recorder, { ended: 'failed', phase, error: { code } })
    t.match(pool, { idle: 0, busy: 0 })
  })
}

t.test('a bad answer is explained', async t => {
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 200 OK\r\nA : 1\r\n\r\n'))
  const recorder = new Recorder()
  createPool(t, member.port).request(get(), recorder)
  await recorder.over
  t.equal(recorder.error!.message, 'The answer of http://member cannot be read: a blank in a header name')
})

t.test('a reset connection fails with the reason of the system', async t => {
  const member = await rawMember(t, socket => socket.resetAndDestroy())
  const recorder = new Recorder()
  createPool(t, member.port).request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'failed', phase: 'waiting', error: { cause: { code: 'ECONNRESET' } } })
})

t.test('a member that resets in a body without framing has not ended it', async t => {
  const member = await rawMember(t, async socket => {
    socket.write('HTTP/1.1 200 OK\r\n\r\nhalf')
    await recorder.headed
    socket.resetAndDestroy()
  })
  const recorder = new Recorder()
  createPool(t, member.port).request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'failed', phase: 'answering', body: 'half' })
})

t.test('a request on a connection that was just closing is sent again on a new one, once', async t => {
  let requests = 0
  const member = await rawMember(t, (socket, _received, connection) => {
    requests++
    if (requests === 1 || connection === 2) socket.write(hello)
    else socket.destroy()
  })
  const pool = createPool(t, member.port)
  const first = new Recorder()
  pool.request(get(), first)
  await first.over
  const second = new Recorder()
  pool.request(get(), second)
  await second.over
  t.match(second, { ended: 'done', connected: [true, false] })
  t.equal(requests, 3)
  t.match(pool, { idle: 1, busy: 0, waiting: 0 })
})

t.test('it is not sent a third time', async t => {
  let requests = 0
  const member = await rawMember(t, socket => {
    if (++requests === 1) socket.write(hello)
    else socket.destroy()
  })
  const pool = createPool(t, member.port)
  const first = new Recorder()
  pool.request(get(), first)
  await first.over
  const second = new Recorder()
  pool.request(get(), second)
  await second.over
  t.match(second, { ended: 'failed', phase: 'waiting', connected: [true, false], error: { code: 'FST_BALANCER_CONNECTION_LOST' } })
  t.equal(requests, 3)
})

for (const [what, request, said] of [
  ['that may not be repeated', get({ repeatable: false }), ''],
  ['with a body that has left', get({ body: Buffer.from('x'), length: 1 }), ''],
  ['that an answer began to', get(), 'H']
] as const) {
  t.test(`a request ${what} is not sent again`, async t => {
    let requests = 0
    const member = await rawMember(t, socket => {
      if (++requests === 1) socket.write(hello)
      else socket.end(said)
    })
    const pool = createPool(t, member.port)
    const first = new Recorder()
    pool.request(get(), first)
    await first.over
    const second = new Recorder()
    pool.request(request, second)
    await second.over
    t.match(second, { ended: 'failed', phase: 'waiting', connected: [true] })
    t.equal(requests, 2)
  })
}

t.test('a member that does not accept in time refuses', async t => {
  const member = await rawMember(t, () => {})
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { connectiontimeout: 300 }, deadlines)
  const recorder = new Recorder()
  const call = pool.request(get(), recorder)
  call.pause()
  deadlines.pass(299)
  t.equal(recorder.ended, '')
  deadlines.pass(1)
  t.match(recorder, { ended: 'refused', error: { code: 'FST_BALANCER_CONNECT_TIMEOUT', statusCode: 503 } })
  t.equal(pool.busy, 0)
})

t.test('a silent member fails: before the answer, and in it', async t => {
  const member = await rawMember(t, (socket, received) => {
    if (received.startsWith('GET /talk')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello')
    else socket.write('HTTP/1.1 102 Processing\r\n\r\n')
  })
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, { timeout: 500 }, deadlines)
  const silent = new (class extends Recorder {
    override onInformation (): void {
      deadlines.pass(499)
      setImmediate(() => {
        deadlines.pass(499)
        if (this.ended !== '') throw new Error('each sign of life gives the member its time anew')
        deadlines.pass(1)
      })
    }
  })()
  pool.request(get(), silent)
  await silent.over
  t.match(silent, { ended: 'failed', phase: 'waiting', error: { code: 'FST_BALANCER_SILENCE', statusCode: 504 } })

  const talking = new Recorder()
  pool.request(get({ head: 'GET /talk HTTP/1.1\r\n\r\n' }), talking)
  await talking.headed
  deadlines.pass(500)
  t.match(talking, { ended: 'failed', phase: 'answering', body: 'hello', error: { code: 'FST_BALANCER_SILENCE' } })
})

t.test('a slow client is no silence of the member, and does not fill our memory', async t => {
  const body = 'x'.repeat(20_000_000)
  const member = await rawMember(t, socket => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
  const deadlines = new TestDeadlines()
  const pool = createPool(t, member.port, {}, deadlines)
  const recorder = new Recorder()
  const call = pool.request(get(), recorder)
  await recorder.headed
  call.pause()
  const before = recorder.body.length
  for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate)
  t.equal(recorder.body.length, before)
  t.ok(member.sockets[0]!.writableLength > 0, 'the member is told to wait')
  deadlines.pass(1_000_000)
  t.equal(recorder.ended, '')
  call.resume()
  call.resume()
  await recorder.over
  t.match(recorder, { ended: 'done' })
  t.equal(recorder.body.length, body.length)
})

t.test('a call that ends while it is paused leaves a connection that reads', async t => {
  const member = await rawMember(t, socket => socket.write(`HTTP/1.1 103 x\r\n\r\n${hello}`))
  const pool = createPool(t, member.port)
  for (let i = 0; i < 3; i++) {
    const recorder = new (class extends Recorder {
      override onInformation (): void {
        // The rest of the answer is read already.
        call.pause()
      }
    })()
    const call = pool.request(get(), recorder)
    await recorder.over
    t.match(recorder, { ended: 'done', body: 'hello' })
    call.pause()
    call.resume()
  }
  t.equal(member.accepted, 1)
})

t.test('abort closes the connection at any time, and nothing more is heard', async t => {
  const stages: Record<string, (recorder: Recorder, abort: () => void, member: { readonly sockets: Socket[] }) => unknown> = {
    'while it connects': (_recorder, abort) => abort(),
    'before the answer': async (_recorder, abort, member) => {
      while (member.sockets.length === 0) await new Promise(setImmediate)
      abort()
    },
    'in the body': async (recorder, abort) => {
      await recorder.headed
      abort()
      abort()
    }
  }
  for (const [stage, act] of Object.entries(stages)) {
    const member = await rawMember(t, socket => stage === 'in the body' && socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'))
    const pool = createPool(t, member.port)
    const recorder = new Recorder()
    const call = pool.request(get(), recorder)
    await act(recorder, () => call.abort(), member)
    t.match(pool, { idle: 0, busy: 0 }, stage)
    await new Promise(setImmediate)
    t.equal(recorder.ended, '', stage)
    if (member.sockets.length > 0 && !member.sockets[0]!.closed) await once(member.sockets[0]!, 'close')
  }
})

t.test('a handler may abort whenever it is called', async t => {
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 103 x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'))
  const pool = createPool(t, member.port)
  for (const method of ['onConnected', 'onInformation', 'onHead'] as const) {
    const recorder = new Recorder()
    const called = new Promise<void>(resolve => {
      const heard = recorder[method] as (...values: unknown[]) => void
      recorder[method] = (...values: unknown[]) => {
        heard.apply(recorder, values)
        call.abort()
        resolve()
      }
    })
    const call = pool.request(get(), recorder)
    await called
    await new Promise(setImmediate)
    t.match(recorder, { ended: '', calls: method === 'onHead' ? 1 : 0 }, method)
    t.match(pool, { idle: 0, busy: 0 }, method)
  }
})

t.test('an upgraded connection is the handler\'s, busy until it closes', async t => {
  const member = await rawMember(t, socket => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\n\r\nfirst ')
    socket.removeAllListeners('data').pipe(socket)
  })
  const pool = createPool(t, member.port, { ttl: 1 })
  const recorder = new Recorder()
  const call = pool.request(get({ upgrade: true }), recorder)
  await recorder.over
  t.match(recorder, { ended: 'upgraded', status: 101 })
  const socket = recorder.socket!
  call.abort()
  t.equal(pool.busy, 1)
  const text = 'second'.repeat(100_000)
  socket.end(text)
  let received = ''
  socket.on('data', data => { received += data.toString('latin1') }).resume()
  await once(socket, 'close')
  t.equal(received, `first ${text}`)
  t.match(pool, { idle: 0, busy: 0 })
})

t.test('an upgraded connection may begin with silence', async t => {
  const member = await rawMember(t, socket => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'))
  const pool = createPool(t, member.port)
  const recorder = new Recorder()
  pool.request(get({ upgrade: true }), recorder)
  await recorder.over
  t.equal(recorder.socket!.readableLength, 0)
  await pool.destroy()
  t.equal(recorder.socket!.destroyed, true)
})

t.test('a member may listen on a path', { skip: process.platform === 'win32' }, async t => {
  const path = join(tmpdir(), `fastify-balancer-${process.pid}.sock`)
  const server = createServer(socket => socket.once('data', () => socket.write(hello)))
  server.listen(path)
  await once(server, 'listening')
  t.teardown(() => server.close())
  const pool = createPool(t, 0, { address: { path } })
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'hello' })
})

t.test('a member may be known by a name with several addresses', async t => {
  const member = await rawMember(t, socket => socket.write(hello))
  const pool = createPool(t, member.port, { address: { host: 'localhost', port: member.port } })
  const recorder = new Recorder()
  pool.request(get(), recorder)
  await recorder.over
  t.match(recorder, { ended: 'done', body: 'hello' })
})
