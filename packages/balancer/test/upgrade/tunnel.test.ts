import { once } from 'node:events'
import t from 'tap'
import { startShop } from '../support/app.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { ask, openWebSocket, upgradeTo } from './support/wire.ts'

t.test('bytes go both ways and are counted, and the member is busy for as long', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'WebSocket' }] })
  const client = await openWebSocket(t, port)
  const { transferred, read } = member!
  client.send('hello')
  await a.upgraded[0]!.wire.gets('hello')
  a.upgraded[0]!.wire.send('\x81\x05world')
  await client.gets('world')
  t.equal(member!.transferred - transferred, 5)
  t.equal(member!.read - read, 7)
  t.equal(member!.busy, 1)
  client.socket.end()
  await until(() => a.upgraded[0]!.wire.ended)
  a.upgraded[0]!.wire.socket.end('last words')
  await client.gets('last words')
  await until(() => client.ended && member!.busy === 0)
})

t.test('what comes right behind a head is not lost', async t => {
  const a = await startUpgrading(t, 'a', undefined, 'first of the member')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'ANY' }] })
  const client = ask(t, port, `${upgradeTo('raw')}first of the client`)
  await client.gets('\r\n\r\nfirst of the member')
  await until(() => a.upgraded.length > 0)
  await a.upgraded[0]!.wire.gets('first of the client')
})

t.test('much that comes before the answer waits for it', async t => {
  let answer: (() => void) | undefined
  const a = await startUpgrading(t, 'a')
  const [upgrade] = a.server.listeners('upgrade')
  a.server.removeAllListeners('upgrade').on('upgrade', (...args) => { answer = () => upgrade!(...args) })
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'ANY' }] })
  const early = Buffer.alloc(1_000_000, 'early')
  const client = ask(t, port, upgradeTo('raw'))
  client.socket.write(early)
  await until(() => answer !== undefined)
  answer!()
  await until(() => a.upgraded[0]!.wire.received.length === early.length)
  t.ok(early.equals(Buffer.from(a.upgraded[0]!.wire.received, 'latin1')))
})

t.test('a member that leaves ends the client, also by a reset', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  for (const leave of ['end', 'resetAndDestroy'] as const) {
    const client = await openWebSocket(t, port)
    a.upgraded.pop()!.wire.socket[leave]()
    await until(() => client.ended)
    client.socket.end()
    await until(() => member!.busy === 0)
  }
})

t.test('a client that leaves ends the member, also by a reset, also before its answer', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const client = await openWebSocket(t, port)
  client.socket.resetAndDestroy()
  await until(() => a.upgraded[0]!.wire.ended)
  await until(() => member!.busy === 0)

  a.server.removeAllListeners('upgrade')
  const left = new Promise(resolve => a.server.on('upgrade', (_request, socket) => socket.on('error', resolve).on('end', resolve).resume()))
  const early = ask(t, port, upgradeTo('websocket'))
  await until(() => member!.busy === 1)
  early.socket.end()
  await left
  await until(() => member!.busy === 0)
})

t.test('the slower side sets the pace', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'raw' }] })
  const client = ask(t, port, upgradeTo('raw'))
  await client.gets('\r\n\r\n')
  const theirs = a.upgraded[0]!.wire
  const much = 64 * 1_048_576
  for (const [from, to, count] of [[client, theirs, 'transferred'], [theirs, client, 'read']] as const) {
    to.socket.pause()
    to.received = ''
    const before = member![count]
    from.socket.write(Buffer.alloc(much))
    // Until all that lies in between is full, and nothing moves.
    for (let last = -1; member![count] !== last;) {
      last = member![count]
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    t.ok(member![count] - before < much / 2, `${member![count] - before} bytes are under way`)
    let bytes = 0
    to.socket.removeAllListeners('data').on('data', chunk => { bytes += chunk.length }).resume()
    await until(() => bytes === much)
    t.equal(member![count] - before, much)
  }
})

t.test('what the member said before it left arrives, however slow the client is', async t => {
  const a = await startUpgrading(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'raw' }] })
  const client = ask(t, port, upgradeTo('raw'))
  await client.gets('\r\n\r\n')
  client.received = ''
  client.socket.pause()
  a.upgraded[0]!.wire.socket.end(Buffer.alloc(8 * 1_048_576))
  await new Promise(resolve => setTimeout(resolve, 100))
  client.socket.resume()
  await once(client.socket, 'end')
  t.equal(client.received.length, 8 * 1_048_576)
})

t.test('silence for as long as the larger timeout ends it', async t => {
  const a = await startUpgrading(t, 'a')
  for (const [timeout, connectionTimeout] of [['600ms', 100], ['100ms', 600]] as const) {
    const { port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket', timeout }] }, {}, { connectionTimeout })
    const client = await openWebSocket(t, port)
    const began = performance.now()
    await until(() => client.ended || client.closed)
    t.ok(performance.now() - began > 590)
    await until(() => a.upgraded.at(-1)!.wire.ended)
  }
})

t.test('a client that does not close is closed', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const client = await openWebSocket(t, port)
  a.upgraded[0]!.wire.socket.end()
  await until(() => client.ended)
  client.send('too late')
  await until(() => member!.busy === 0)
})

t.test('many at once, and all are counted off', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const clients = await Promise.all(Array.from({ length: 100 }, () => openWebSocket(t, port)))
  t.equal(member!.busy, 100)
  await Promise.all(clients.map(async (client, i) => {
    client.send(`from ${i}.`)
    await until(() => a.upgraded.some(({ wire }) => wire.received === `from ${i}.`))
  }))
  for (const { socket } of clients) socket.destroy()
  await until(() => member!.busy === 0)
  await until(() => a.upgraded.every(({ wire }) => wire.ended))
})
