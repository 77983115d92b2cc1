import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import t from 'tap'
import { startShop } from './support/app.ts'
import { connect } from './support/client.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

/** A GET that more requests follow. */
function ask (target: string): string {
  return `GET ${target} HTTP/1.1\r\nHost: a.example\r\n\r\n`
}

t.test('a client that leaves frees the members of the requests that it pipelined', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(ask('/1') + ask('/2') + ask('/3'))
  await until(() => a.asked.length === 3)
  t.equal(member!.busy, 3)
  client.destroy()
  await until(() => member!.busy === 0)
})

t.test('an answer that comes too late for a pipelined request harms nobody', async t => {
  const held: ServerResponse[] = []
  const a = await startBackend(t, 'a', (_request, response) => { held.push(response) })
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  // What follows is no request: Fastify answers 400 and closes, while both are under way.
  client.write(ask('/1') + ask('/2'))
  await until(() => held.length === 2)
  client.write('x y z\r\n\r\n')
  const closed = once(client, 'close')
  client.resume()
  for (const response of held) response.setHeader('content-type', 'text/plain').setHeader('content-length', 2).end('ok')
  await closed
  await until(() => member!.busy === 0)
  t.equal(held.length, 2)
})

t.test('pipelined requests that are answered leave nothing behind', async t => {
  const a = await startBackend(t, 'a')
  const { port, members: [member] } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(ask('/1') + ask('/2') + ask('/3'))
  let received = ''
  client.on('data', bytes => { received += String(bytes) })
  await until(() => received.split('HTTP/1.1 200').length === 4)
  t.equal(member!.busy, 0)
  client.destroy()
})
