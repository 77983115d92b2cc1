import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { control } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

/** A backend that answers when the test says so, and its connections. */
async function startWaiting (t: Test) {
  const held: ServerResponse[] = []
  const open = new Set<Socket>()
  const { url, server } = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/at-once') response.end('a')
    else held.push(response)
  })
  server.on('connection', socket => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  return { url, server, held, open }
}

t.test('what is in flight on a member that leaves is answered, then its connections are closed', async t => {
  const a = await startWaiting(t)
  const b = await startBackend(t, 'b')
  const { url, app, members } = await startShop(t, { members: [{ url: a.url, max: 2, route: 'a' }, { url: b.url, status: '+H' }], stickysession: 'S' })
  const [member] = members
  await Promise.all(['/at-once', '/at-once'].map(async path => (await fetch(url + path)).text()))
  const asked = [1, 2, 3].map(async i => (await fetch(`${url}/${i};S=x.a`)).text())
  await until(() => a.held.length === 2 && member!.busy === 3)
  control(app.balancers, { balancer: 'shop', remove: a.url }, 'test', Date.now())
  t.equal(app.balancers.get('shop').busy, 0)
  t.equal(await (await fetch(`${url}/next;S=x.a`)).text(), 'b', 'its sessions go to others')
  t.equal(a.open.size, 2)
  for (let i = 0; i < 3; i++) {
    await until(() => a.held.length > 0)
    a.held.shift()!.end('a')
  }
  t.strictSame(await Promise.all(asked), ['a', 'a', 'a'], 'also who waited for a connection')
  await until(() => a.open.size === 0)
  t.equal(member!.busy, 0)
})

t.test('idle connections of a member that leaves are closed at once', async t => {
  const a = await startWaiting(t)
  const { url, app } = await startShop(t, { members: [{ url: a.url }] })
  await (await fetch(`${url}/at-once`)).text()
  const [socket] = a.open
  const closed = once(socket!, 'close')
  control(app.balancers, { balancer: 'shop', remove: a.url }, 'test', Date.now())
  await closed
  t.equal((await fetch(url)).status, 503)
  control(app.balancers, { balancer: 'shop', add: { url: a.url } }, 'test', Date.now())
  t.equal((await fetch(`${url}/at-once`)).status, 200, 'and it may come back')
})

t.test('a request whose connection is lost meanwhile is sent once more, and that connection is not kept', async t => {
  const a = await startWaiting(t)
  const { url, app } = await startShop(t, { members: [{ url: a.url }] })
  const asked = fetch(url)
  await until(() => a.held.length === 1)
  control(app.balancers, { balancer: 'shop', remove: a.url }, 'test', Date.now())
  a.held.shift()!.destroy()
  await until(() => a.held.length === 1)
  a.held.shift()!.end('a')
  t.equal(await (await asked).text(), 'a')
  await until(() => a.open.size === 0)
})
