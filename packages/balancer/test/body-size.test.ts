import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

const big = randomBytes(10_000_000)
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

t.test('10 MB arrive at the backend as they were sent', async t => {
  const a = await startBackend(t, 'a', async (request, response) => {
    response.end(`${request.headers['content-length']} ${request.headers['transfer-encoding']} ${digest(await buffer(request))}`)
  })
  const { url, members } = await startShop(t, { members: [{ url: a.url }] })
  const withLength = await fetch(url, { method: 'POST', body: big })
  t.equal(await withLength.text(), `10000000 undefined ${digest(big)}`)
  const chunked = await fetch(url, { method: 'POST', body: Readable.toWeb(Readable.from([big.subarray(0, 7), big.subarray(7)])) as ReadableStream, duplex: 'half' } as RequestInit)
  t.equal(await chunked.text(), `undefined chunked ${digest(big)}`)
  t.ok(members[0]!.transferred > 20_000_000)
  t.equal(members[0]!.busy, 0)
})

t.test('10 MB arrive at the client as they were sent', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/length') response.setHeader('content-length', big.length)
    response.end(big)
  })
  const { url, members } = await startShop(t, { members: [{ url: a.url }] })
  const withLength = await fetch(`${url}/length`)
  t.equal(withLength.headers.get('content-length'), '10000000')
  t.equal(digest(new Uint8Array(await withLength.arrayBuffer())), digest(big))
  t.equal(digest(new Uint8Array(await (await fetch(url)).arrayBuffer())), digest(big))
  t.ok(members[0]!.read > 20_000_000)
  t.equal(members[0]!.busy, 0)
})

t.test('an empty body stays empty', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  await fetch(url, { method: 'POST' })
  t.match(a.received[0], { body: '', headers: { 'content-length': '0' } })
  t.notHas(a.received[0]!.headers, 'transfer-encoding')
  await fetch(url, { method: 'DELETE' })
  t.notHas(a.received[1]!.headers, 'content-length')
  t.notHas(a.received[1]!.headers, 'transfer-encoding')
})
