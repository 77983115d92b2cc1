import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { formatStatus } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { connect } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import type { Backend } from './support/member.ts'
import { until } from './support/until.ts'

const hangUp: RequestListener = (request, _response) => { request.on('end', () => request.socket.destroy()).resume() }

interface Pair {
  readonly a: Backend
  readonly b: Backend
  readonly url: string
  readonly port: number
  readonly states: () => string[]
}

/** Member a hangs up, member b answers. */
async function startPair (t: Test, listener = hangUp): Promise<Pair> {
  const a = await startBackend(t, 'a', listener)
  const b = await startBackend(t, 'b')
  const { url, port, members } = await startShop(t, { members: [{ url: a.url }, { url: b.url }] })
  return { a, b, url, port, states: () => members.map(({ flags, busy }) => formatStatus(flags) + busy) }
}

t.test('a request that may be repeated is sent to the same member once more, then to the next', async t => {
  const { a, b, url, states } = await startPair(t)
  t.equal(await (await fetch(`${url}/x`)).text(), 'b')
  t.strictSame(a.asked, ['GET /x', 'GET /x'])
  t.strictSame(b.asked, ['GET /x'])
  t.strictSame(states(), ['Init Ok 0', 'Init Ok 0'])
})

t.test('a member whose answer cannot be read is not asked again, but the next one', async t => {
  const { a, b, url } = await startPair(t, (_request, response) => { response.socket!.end('garbage\r\n\r\n') })
  t.equal(await (await fetch(url)).text(), 'b')
  t.strictSame([a.asked.length, b.asked.length], [1, 1])
})

t.test('when nobody answers, the client gets 502', async t => {
  const a = await startBackend(t, 'a', hangUp)
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  t.equal((await fetch(url)).status, 502)
  t.strictSame(a.asked, ['GET /', 'GET /'])
})

t.test('a POST is not repeated, and its member not put in error', async t => {
  const { a, b, url, states } = await startPair(t)
  const response = await fetch(url, { method: 'POST', body: 'order' })
  t.equal(response.status, 502)
  t.match(await response.json(), { code: 'FST_BALANCER_BAD_GATEWAY' })
  t.strictSame(a.asked, ['POST /'])
  t.strictSame(b.asked, [])
  t.strictSame(states(), ['Init Ok 0', 'Init Ok 0'])
})

t.test('a POST with Idempotency-Key is', async t => {
  const { a, b, url } = await startPair(t)
  const response = await fetch(url, { method: 'POST', body: 'order', headers: { 'idempotency-key': '1' } })
  t.equal(await response.text(), 'b')
  t.equal(a.asked.length, 2)
  t.equal(b.received[0]!.body, 'order')
})

t.test('a body of up to 64 KiB goes with it, a larger one is not sent twice', async t => {
  const { b, url } = await startPair(t)
  const kept = 'x'.repeat(65_536)
  t.equal((await fetch(url, { method: 'PUT', body: kept })).status, 200)
  t.equal(b.received[0]!.body, kept)
  const { a, url: other } = await startPair(t)
  t.equal((await fetch(other, { method: 'PUT', body: `${kept}x` })).status, 502)
  t.equal(a.asked.length, 1)
})

t.test('proxyRetryBodySize says how much', async t => {
  const a = await startBackend(t, 'a', hangUp)
  const b = await startBackend(t, 'b')
  const { url } = await startShop(t, { members: [{ url: a.url }, { url: b.url }] }, { proxyRetryBodySize: 10 })
  t.equal((await fetch(url, { method: 'PUT', body: '0123456789' })).status, 200)
  t.equal(b.received[0]!.body, '0123456789')
  await fetch(url)
  t.equal((await fetch(url, { method: 'PUT', body: '0123456789a' })).status, 502)
})

t.test('a body of which nothing had come yet goes to the next member when it comes', async t => {
  const { b, port } = await startPair(t, request => { request.socket.destroy() })
  const client = await connect(t, port)
  client.write('PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n')
  await until(() => b.asked.length === 1)
  client.write('late')
  const [answer] = await once(client, 'data')
  t.match(String(answer), /^HTTP\/1\.1 200 /)
  t.equal(b.received[0]!.body, 'late')
})

t.test('a body that was cut short is completed by what the client sends later', async t => {
  const { a, b, port } = await startPair(t, request => { request.once('data', () => request.socket.destroy()) })
  const client = await connect(t, port)
  client.write('PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nfirst')
  await until(() => b.asked.length === 1)
  t.equal(a.asked.length, 2)
  client.write('last')
  const [answer] = await once(client, 'data')
  t.match(String(answer), /^HTTP\/1\.1 200 /)
  t.equal(b.received[0]!.body, 'firstlast')
})

t.test('an idle connection that the backend closes just then is nobody\'s loss', async t => {
  let count = 0
  const a = await startBackend(t, 'a', (request, response) => {
    count++
    if (count === 2) request.socket.destroy()
    else response.end(String(count))
  })
  const { url, members } = await startShop(t, { members: [{ url: a.url }] })
  t.equal(await (await fetch(url)).text(), '1')
  t.equal(await (await fetch(url)).text(), '3')
  t.equal(members[0]!.elected, 2)
})
