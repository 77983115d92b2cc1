import t from 'tap'
import { startShop } from '../support/app.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { ask, frame, goodbye, openWebSocket, upgradeTo } from './support/wire.ts'

t.test('an app that closes says goodbye, and waits for the answer', async t => {
  const a = await startUpgrading(t, 'a')
  const { app, port } = await startShop(t, { members: [{ url: a.url, upgrade: 'ANY' }] })
  const client = await openWebSocket(t, port)
  const other = ask(t, port, upgradeTo('raw'))
  await other.gets('\r\n\r\n')
  const closed = app.close()
  await client.gets(goodbye(1001))
  await until(() => other.ended)
  client.send('my close')
  await a.upgraded[0]!.wire.gets('my close')
  a.upgraded[0]!.wire.socket.end()
  client.socket.end()
  other.socket.end()
  await closed
})

t.test('it does not wait for ever, in the middle of a frame or with a draining member either', async t => {
  const a = await startUpgrading(t, 'a')
  const { app, port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] })
  const client = await openWebSocket(t, port)
  a.upgraded[0]!.wire.socket.write(frame('hello').subarray(0, 3))
  await until(() => client.received.length === 3)
  await app.close()
  t.equal(client.received.length, 3)
})

t.test('a tunnel that begins while the app closes is closed too', async t => {
  let answer: (() => void) | undefined
  const a = await startUpgrading(t, 'a')
  const [upgrade] = a.server.listeners('upgrade')
  a.server.removeAllListeners('upgrade').on('upgrade', (...args) => { answer = () => upgrade!(...args) })
  const { app, port } = await startShop(t, { members: [{ url: a.url, upgrade: 'websocket' }] }, {}, { forceCloseConnections: false })
  const client = ask(t, port, upgradeTo('websocket'))
  await until(() => answer !== undefined)
  const closed = app.close()
  await new Promise(resolve => setImmediate(resolve))
  answer!()
  await client.gets(goodbye(1001))
  client.socket.end()
  await closed
})
