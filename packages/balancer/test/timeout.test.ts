import { formatStatus } from '@fastify-balancer/core'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { exchange, get } from './support/client.ts'
import { until } from './support/until.ts'

t.test('a POST whose member stays silent for its timeout: 504, once, and no error', async t => {
  const a = await startBackend(t, 'a', () => {})
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { nonidempotent: true, members: [{ url: a.url, timeout: '200ms' }, { url: b.url }] })
  const response = await fetch(url, { method: 'POST', body: 'order' })
  t.equal(response.status, 504)
  t.match(await response.json(), { code: 'FST_BALANCER_GATEWAY_TIMEOUT' })
  t.equal(formatStatus(members[0]!.flags), 'Init Ok ')
  t.strictSame(members.map(({ elected, busy }) => [elected, busy]), [[1, 0], [0, 0]])
})

t.test('a GET is asked of one more member (K4)', async t => {
  const a = await startBackend(t, 'a', () => {})
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { members: [{ url: a.url, timeout: '200ms' }, { url: b.url }] })
  t.equal(await (await fetch(url)).text(), 'b')
  t.strictSame(members.map(({ elected, busy, flags }) => [elected, busy, formatStatus(flags)]), [[1, 0, 'Init Ok '], [1, 0, 'Init Ok ']])
})

t.test('where there is no other that may be asked, it is 504 all the same', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { url } = await startShop(t, { members: [{ url: a.url, timeout: '200ms' }, { url: a.url.replace('127.0.0.1', 'localhost'), status: '+D' }] })
  t.equal((await fetch(url)).status, 504)
})

t.test('but not of a third: waiting is not to be multiplied', async t => {
  const silent = await Promise.all(['a', 'b', 'c'].map(name => startBackend(t, name, () => {})))
  const { url, members } = await startShop(t, { members: silent.map(({ url }) => ({ url, timeout: '200ms' })) })
  t.equal((await fetch(url)).status, 504)
  t.strictSame(members.map(({ elected }) => elected), [1, 1, 0])
})

t.test('proxyTimeout holds for members without timeout', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { url } = await startShop(t, { members: [{ url: a.url }] }, { proxyTimeout: '200ms' })
  t.equal((await fetch(url)).status, 504)
})

t.test('with failontimeout the member is put in error, unless it ignores errors', async t => {
  const a = await startBackend(t, 'a', () => {})
  const b = await startBackend(t, 'b', () => {})
  const { url, members } = await startShop(t, { failontimeout: true, members: [{ url: a.url, timeout: '100ms' }, { url: b.url, timeout: '100ms', status: '+I' }] })
  t.equal((await fetch(url)).status, 504)
  t.strictSame(members.map(({ elected }) => elected), [1, 1])
  t.strictSame(members.map(({ flags }) => formatStatus(flags)), ['Init Err ', 'Init Ign Ok '])
})

t.test('silence in the middle of an answer ends the connection', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(200, { 'content-length': 100 }).write('begun') })
  const { port, members } = await startShop(t, { members: [{ url: a.url, timeout: '200ms' }] })
  const answer = await exchange(port, get('/'))
  t.match(answer, /^HTTP\/1\.1 200 [^]*begun$/)
  await until(() => members[0]!.busy === 0)
})
