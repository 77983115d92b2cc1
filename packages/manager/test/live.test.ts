import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { control, fail, finish, begin } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { Board } from '../src/live/board.ts'
import { Live } from '../src/live/live.ts'
import { a, b, managerApp } from './support/manager-app.ts'
import type { ManagerApp } from './support/manager-app.ts'

interface Told {
  readonly event: string
  readonly data: { readonly now: string, readonly shape: string, readonly pieces: Record<string, string | string[]>, readonly say: string[] }
}

/** An open page: its messages, one after the other. */
class Page {
  readonly response: Response
  readonly #messages: AsyncGenerator<Told>

  constructor (response: Response) {
    this.response = response
    this.#messages = read(response)
  }

  async next (): Promise<Told> {
    return (await this.#messages.next()).value
  }

  /** Reads on until something is told about that piece. */
  async until (piece: string): Promise<Told> {
    for (;;) {
      const told = await this.next()
      if (piece in told.data.pieces) return told
    }
  }

  async end (): Promise<boolean> {
    for (;;) if ((await this.#messages.next()).done === true) return true
  }
}

async function * read (response: Response): AsyncGenerator<Told> {
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    for (;;) {
      const [, event, data, rest] = /^(?:retry: 2000\n\n)?event: (\w+)\ndata: (.*)\n\n([^]*)$/.exec(text) ?? []
      if (event === undefined) break
      text = rest!
      yield { event, data: JSON.parse(data!) }
    }
  }
}

async function open ({ app }: ManagerApp, t: Test): Promise<Page> {
  if (app.server.address() === null) await app.listen({ port: 0, host: '127.0.0.1' })
  const end = new AbortController()
  t.after(() => end.abort())
  const { port } = app.server.address() as AddressInfo
  return new Page(await fetch(`http://127.0.0.1:${port}/balancer-manager/events`, { signal: end.signal }))
}

t.test('an open page is told everything once, then what changes', async t => {
  const manager = await managerApp(t)
  const page = await open(manager, t)
  t.equal(page.response.headers.get('content-type'), 'text/event-stream')
  t.equal(page.response.headers.get('cache-control'), 'no-store')
  const { event, data } = await page.next()
  t.equal(event, 'snapshot')
  t.match(data.now, /^\d\d:\d\d:\d\d$/)
  t.match((await manager.get()).body, `data-base="/balancer-manager" data-shape="${data.shape}"`)
  t.same(data.pieces['cells.0.0'], ['a', '', '1.00', '0', 'Init Ok ', '0', '0', '0', '  0 ', '  0 '])
  t.equal(data.pieces['kind.0.1'], 'ok')
  t.match(data.pieces.attn, 'Nothing needs a look')
  t.match(data.pieces['lane.0.0.do'], /http:\/\/127\.0\.0\.1:\d+\/balancer-manager\/api\/balancers\/shop\/members\/a</)
  t.same(data.say, [])
  begin(manager.balancers.get('shop').members[0]!, 'lbmethod')
  const tick = await page.until('cells.0.0')
  t.equal(tick.event, 'tick')
  t.same(tick.data.pieces['cells.0.0']!.slice(5, 7), ['1', '1'])
  t.notOk('cells.0.1' in tick.data.pieces, 'the other member is as it was')
  finish(manager.balancers.get('shop').members[0]!)
})

t.test('a change of state is told at once, and in words', async t => {
  const manager = await managerApp(t)
  const page = await open(manager, t)
  await page.next()
  fail(manager.balancers.get('shop').members[1]!, Date.now(), 'connection refused')
  const { data } = await page.until('kind.0.1')
  t.equal(data.pieces['kind.0.1'], 'err')
  t.match(data.pieces.ribbon, 'in error: connection refused')
  t.same(data.say, ['b in shop: Healthy to In error'])
})

t.test('members that come or go make another page', async t => {
  const manager = await managerApp(t, { balancers: { shop: { members: [{ url: a }, { url: b }] } } })
  const page = await open(manager, t)
  const { data: { shape } } = await page.next()
  control(manager.balancers, { balancer: 'shop', remove: b }, 'ann', Date.now())
  const { data } = await page.until('cells.0.0')
  t.not(data.shape, shape)
})

t.test('events are for those who may see the page', async t => {
  const { app } = await managerApp(t)
  t.equal((await app.inject({ url: '/balancer-manager/events', remoteAddress: '10.0.0.9' })).statusCode, 403)
})

t.test('an open page does not hold up the end of the app', async t => {
  const manager = await managerApp(t)
  const page = await open(manager, t)
  await page.next()
  const before = Date.now()
  await manager.app.close()
  t.ok(await page.end())
  t.ok(Date.now() - before < 5_000)
})

t.test('pages that are left are forgotten, and looks end with the last', async t => {
  const manager = await managerApp(t)
  let looks = 0
  const live = new Live(manager.balancers, async () => {
    looks++
    return { now: Date.now(), totals: { requests: [], status4xx: [], status5xx: [], p50: [], p99: [], busy: [] }, balancers: [], events: [] }
  })
  t.equal(manager.balancers.events.listenerCount('failed'), 1, 'the journal')
  const streams = Array.from({ length: 64 }, () => live.open('http://x')!)
  t.equal(live.open('http://x'), null, 'there are too many')
  t.equal(live.size, 64)
  await once(streams[0]!.resume(), 'data')
  const looked = looks
  for (const stream of streams) stream.destroy()
  await once(streams.at(-1)!, 'close')
  t.equal(live.size, 0)
  t.equal(manager.balancers.events.listenerCount('failed'), 1)
  live.soon()
  t.equal(looks, looked, 'nobody is there to look for')
})

t.test('too many pages get 503', async t => {
  const manager = await managerApp(t)
  const pages: Page[] = []
  for (let i = 0; i < 64; i++) pages.push(await open(manager, t))
  const late = await open(manager, t)
  t.equal(late.response.status, 503)
  t.match(await late.response.json(), { code: 'FST_BALANCER_MANAGER_TOO_MANY_STREAMS' })
})

t.test('who does not read misses messages, and is told what is new when he reads again', async t => {
  const { balancers } = await managerApp(t)
  let text = 'x'.repeat(100_000)
  const scene = { now: 0, totals: { requests: [], status4xx: [], status5xx: [], p50: [], p99: [], busy: [] }, balancers: [], events: [] }
  const live = new Live(balancers, async () => ({ ...scene, events: [{ id: 1, at: Date.now(), kind: 'edit', balancer: text, member: null, from: null, to: null, cause: '', by: null, with: null, note: '' }] }))
  const stream = live.open('http://x')!
  const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve, 20))
  await settle()
  const held = stream.readableLength
  text = 'something else'
  live.soon()
  await settle()
  t.equal(stream.readableLength, held)
  drain(stream)
  live.soon()
  await settle()
  t.match(String(stream.read()), 'something else')
  stream.destroy()
})

function drain (stream: Readable): void {
  while (stream.read() !== null);
}

t.test('a look that fails ends nothing', async t => {
  const { balancers } = await managerApp(t)
  let looks = 0
  const live = new Live(balancers, async () => {
    looks++
    throw new Error('no look today')
  })
  const stream = live.open('http://x')!
  await new Promise(setImmediate)
  live.soon()
  await new Promise(setImmediate)
  t.equal(looks, 2)
  stream.destroy()
})

t.test('of many pieces those come first that changed first', async t => {
  const board = new Board()
  for (const name of ['a', 'b', 'c']) board.put(name, name)
  const first = board.since(0, 2)
  t.same(first.pieces, { a: 'a', b: 'b' })
  board.put('a', ['A', 'A'])
  board.put('b', 'b')
  t.same(board.since(first.version, 9), { pieces: { c: 'c', a: ['A', 'A'] }, version: 4 })
  t.same(board.since(4, 9).pieces, {})
  board.clear()
  t.same(board.since(0, 9).pieces, {})
})
