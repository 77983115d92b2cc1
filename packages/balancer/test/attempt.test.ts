import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ChannelListener } from 'node:diagnostics_channel'
import t from 'tap'
import type { Test } from 'tap'
import type { Attempt } from '../src/index.ts'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import { until } from './support/until.ts'

function listen (t: Test, name: 'start' | 'end', listener: (attempt: Attempt) => void): void {
  const hear: ChannelListener = message => listener(message as Attempt)
  subscribe(`fastify-balancer:attempt:${name}`, hear)
  t.teardown(() => unsubscribe(`fastify-balancer:attempt:${name}`, hear))
}

t.test('every attempt of a request is told, with its outcome', async t => {
  const told: unknown[] = []
  listen(t, 'start', ({ request, member, number, reason, status, error }) => told.push([request.url, member.route, number, reason, status, error]))
  listen(t, 'end', ({ balancer, member, number, status, error }) => told.push([balancer.name, member.route, number, status, (error as NodeJS.ErrnoException | null)?.code]))
  const drops = await startBackend(t, 'b', ({ socket }) => socket.destroy())
  const c = await startBackend(t, 'c', (_request, response) => response.writeHead(404).end())
  const { url } = await startShop(t, { members: [{ url: await refusingUrl(), route: 'a' }, { url: drops.url, route: 'b' }, { url: c.url, route: 'c' }] })
  t.equal((await fetch(`${url}/x`)).status, 404)
  t.strictSame(told, [
    ['/x', 'a', 1, 'lbmethod', null, null],
    ['shop', 'a', 1, null, 'ECONNREFUSED'],
    ['/x', 'b', 2, 'failover', null, null],
    ['shop', 'b', 2, null, 'FST_BALANCER_CONNECTION_LOST'],
    ['/x', 'b', 3, 'failover', null, null],
    ['shop', 'b', 3, null, 'FST_BALANCER_CONNECTION_LOST'],
    ['/x', 'c', 4, 'failover', null, null],
    ['shop', 'c', 4, 404, undefined]
  ])
})

t.test('an attempt ends without an outcome when the client leaves', async t => {
  const ended: unknown[] = []
  listen(t, 'end', ({ status, error }) => ended.push([status, error]))
  const a = await startBackend(t, 'a', () => {})
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  const leaving = new AbortController()
  const answer = fetch(url, { signal: leaving.signal })
  await until(() => a.asked.length === 1)
  leaving.abort()
  await t.rejects(answer)
  await until(() => ended.length === 1)
  t.strictSame(ended, [[null, null]])
})

t.test('who hears of the start may set headers, in place of the client\'s', async t => {
  listen(t, 'start', attempt => attempt.setHeader('traceparent', `00-${attempt.number}`))
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  await fetch(url, { headers: { traceparent: '00-client' } })
  t.equal(a.received[0]!.headers.traceparent, '00-1')
})
