import { METHODS } from 'node:http'
import t from 'tap'
import { exchange } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('every method passes, with its body', async t => {
  const a = await startBackend(t, 'a')
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  for (const method of METHODS.filter(method => method !== 'CONNECT')) {
    const head = `${method} /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: text/plain\r\n`
    // TRACE has none (RFC 9110 §9.3.8).
    const body = method === 'TRACE' ? '' : 'body'
    const answer = await exchange(port, `${head}Content-Length: ${body.length}\r\n\r\n${body}`)
    t.match(answer, /^HTTP\/1\.1 200 OK\r\n[^]*x-member: a/, method)
    t.match(a.received.pop(), { method, url: '/x', body }, `${method} arrives whole`)
    await exchange(port, `${head}\r\n`)
    t.match(a.received.pop(), { method, body: '' }, `${method} without body`)
  }
  t.equal(members[0]!.busy, 0)
  t.equal(members[0]!.errorTime, 0)
})

t.test('CONNECT does not', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.notMatch(await exchange(port, 'CONNECT / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'), /x-member/)
  t.strictSame(a.asked, [])
})

t.test('a body is no business of ours, whatever type it says it has', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  for (const type of ['Content-Type: application/xml', 'Content-Type: nonsense', 'Content-Type:', 'X-No-Type: x']) {
    const answer = await exchange(port, `POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${type}\r\nContent-Length: 1\r\n\r\n{`)
    t.match(answer, /^HTTP\/1\.1 200 /, type)
    t.equal(a.received.pop()?.body, '{')
  }
})
