import { once } from 'node:events'
import t from 'tap'
import { startShop } from '../support/app.ts'
import { until } from '../support/until.ts'
import { startUpgrading } from './support/upgrading-member.ts'
import { ask, upgradeTo } from './support/wire.ts'

t.test('the slower side sets the pace', async t => {
  const a = await startUpgrading(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url, upgrade: 'raw' }] })
  const client = ask(t, port, upgradeTo('raw'))
  await client.gets('\r\n\r\n')
  const theirs = a.upgraded[0]!.wire
  const much = 32 * 1_048_576
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
