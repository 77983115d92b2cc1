import { Readable } from 'node:stream'
import { METHODS } from 'node:http'
import t from 'tap'
import { exchange } from './support/client.ts'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import { formatStatus } from '@fastify-balancer/core'

t.test('a refused connection leads to the next member, whatever the method', async t => {
  const b = await startBackend(t, 'b')
  const { port, members } = await startShop(t, { members: [{ url: await refusingUrl(), retry: 0 }, { url: b.url }] })
  for (const method of METHODS.filter(method => method !== 'CONNECT' && method !== 'TRACE')) {
    const answer = await exchange(port, `${method} /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: a/b\r\nContent-Length: 4\r\n\r\nbody`)
    t.match(answer, /^HTTP\/1\.1 200 /, method)
    t.match(b.received.pop(), { method, body: 'body' })
  }
  t.ok(members[0]!.elected > 10)
  t.equal(members[0]!.busy, 0)
  t.equal(members[1]!.busy, 0)
})

t.test('the body arrives whole, short or long, of known length or not', async t => {
  for (const size of [7, 200_000, 3_000_000]) {
    const b = await startBackend(t, 'b')
    const { url, members } = await startShop(t, { members: [{ url: await refusingUrl(), retry: 0 }, { url: b.url }] })
    const body = 'x'.repeat(size)
    for (let i = 0; i < 2; i++) {
      t.equal(await (await fetch(url, { method: 'POST', body })).text(), 'b')
      t.equal(b.received.pop()!.body, body, `${size} bytes with length`)
      const chunked = Readable.toWeb(Readable.from([Buffer.from(body)])) as ReadableStream
      t.equal(await (await fetch(url, { method: 'POST', body: chunked, duplex: 'half' } as RequestInit)).text(), 'b')
      t.equal(b.received.pop()!.body, body, `${size} bytes in chunks`)
    }
    t.ok(members[0]!.elected >= 2)
  }
})

t.test('the refusing member is put in error for its retry time', async t => {
  const b = await startBackend(t, 'b')
  const { url, app, members } = await startShop(t, { members: [{ url: await refusingUrl() }, { url: b.url }] })
  const failed: string[] = []
  app.balancers.events.on('failed', (member, cause) => failed.push(`${member.url} ${cause.split(':')[0]}`))
  for (let i = 0; i < 3; i++) t.equal((await fetch(url)).status, 200)
  t.equal(formatStatus(members[0]!.flags), 'Init Err ')
  t.equal(members[0]!.elected, 1)
  t.equal(members[1]!.elected, 3)
  t.strictSame(failed, [`${members[0]!.url} ECONNREFUSED`])
})

t.test('a host that does not resolve is as good as one that refuses', async t => {
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { members: [{ url: 'http://does-not-exist.invalid' }, { url: b.url }] })
  t.equal(await (await fetch(url)).text(), 'b')
  t.equal(formatStatus(members[0]!.flags), 'Init Err ')
})

t.test('a member that ignores errors stays, and the request goes on all the same', async t => {
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { members: [{ url: await refusingUrl(), status: '+I' }, { url: b.url }] })
  for (let i = 0; i < 4; i++) t.equal((await fetch(url)).status, 200)
  t.equal(formatStatus(members[0]!.flags), 'Init Ign Ok ')
  t.ok(members[0]!.elected >= 2)
})

t.test('several dead members are passed over in one request', async t => {
  const a = await startBackend(t, 'a')
  const dead = await Promise.all([refusingUrl(), refusingUrl(), refusingUrl()])
  const { url, members } = await startShop(t, { members: [...dead.map(url => ({ url })), { url: a.url }] })
  t.equal((await fetch(url)).status, 200)
  t.strictSame(members.map(({ flags }) => formatStatus(flags)), ['Init Err ', 'Init Err ', 'Init Err ', 'Init Ok '])
})
