import t from 'tap'
import { startShop } from '../support/app.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { openWebSocket } from './support/wire.ts'

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
  const clients = await Promise.all(Array.from({ length: 50 }, () => openWebSocket(t, port)))
  t.equal(member!.busy, 50)
  await Promise.all(clients.map(async (client, i) => {
    client.send(`from ${i}.`)
    await until(() => a.upgraded.some(({ wire }) => wire.received === `from ${i}.`))
  }))
  for (const { socket } of clients) socket.destroy()
  await until(() => member!.busy === 0)
  await until(() => a.upgraded.every(({ wire }) => wire.ended))
})
