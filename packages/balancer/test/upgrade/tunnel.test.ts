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
