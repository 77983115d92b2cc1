import { once } from 'node:events'
import net from 'node:net'
import type { ServerResponse } from 'node:http'
import { control, dice } from '@fastify-balancer/core'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

const clients = 1_200
const atOnce = 40

/** What a client has sent and read when it leaves. */
const moments = ['before its request is whole', 'at once', 'when the member has it', 'in its upload', 'in the answer'] as const

t.test(`${clients} clients leave at different moments: every request that reached the member is cancelled, and the member free`, async t => {
  let reached = 0
  let cancelled = 0
  const asked = new Map<string, () => void>()
  const a = await startBackend(t, 'a', (request, response: ServerResponse) => {
    reached++
    request.on('error', () => {}).resume()
    response.on('close', () => { if (!response.writableFinished) cancelled++ })
    if (request.url!.startsWith('/answer')) response.write('begun')
    asked.get(request.url!)?.()
  })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const random = dice(7)

  async function leave (id: number): Promise<void> {
    const moment = moments[Math.floor(random() * moments.length)]!
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => {})
    await once(socket, 'connect')
    const target = moment === 'in the answer' ? `/answer${id}` : `/${id}`
    const seen = new Promise<void>(resolve => asked.set(target, resolve))
    if (moment === 'before its request is whole') socket.write('GET / HTTP/1.1\r\nHost')
    else if (moment === 'in its upload') socket.write(`POST ${target} HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\nbegun`)
    else socket.write(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`)
    if (moment === 'in the answer') await once(socket, 'data')
    else if (moment === 'when the member has it' || moment === 'in its upload') await seen
    asked.delete(target)
    // In the upload half of them end as a program does that has sent all it wants.
    if (moment === 'in its upload' && random() < 0.5) socket.end()
    else socket.destroy()
    if (!socket.closed) await once(socket.resume(), 'close')
  }

  for (let begun = 0; begun < clients; begun += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, i) => leave(begun + i)))
  }
  await until(() => members[0]!.busy === 0 && cancelled === reached)
  t.ok(reached > clients / 2, `${reached} reached the member`)
  t.ok(members[0]!.elected >= reached)
})

t.test('while they wait for a connection, or for a member', async t => {
  const held: ServerResponse[] = []
  const a = await startBackend(t, 'a', (_request, response) => { held.push(response) })
  const { app, port, members } = await startShop(t, { timeout: 60, members: [{ url: a.url, max: 1, acquire: 60_000 }] })
  const come = (count: number): net.Socket[] => Array.from({ length: count }, () => {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.write('GET / HTTP/1.1\r\nHost: h\r\n\r\n')
    return socket
  })
  const queued = come(100)
  await until(() => members[0]!.busy === 100)
  for (const socket of queued) socket.destroy()
  await until(() => members[0]!.busy === 0)
  t.equal(a.asked.length, 1, 'one had the connection')

  control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '+D' } }, 'test', Date.now())
  const gone: Array<Promise<unknown>> = []
  app.server.on('request', (_request, response) => gone.push(once(response, 'close')))
  const waiting = come(100)
  await until(() => gone.length === 100)
  for (const socket of waiting) socket.destroy()
  await Promise.all(gone)
  control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '-D' } }, 'test', Date.now())
  const [last] = come(1)
  await until(() => a.asked.length === 2)
  held[1]!.end('here')
  t.match(String((await once(last!, 'data'))[0]), /here$/)
  last!.destroy()
  t.equal(members[0]!.elected, 101, 'nobody else was elected')
})
