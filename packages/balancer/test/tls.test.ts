import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { formatStatus } from '@fastify-balancer/core'
import { startApp, startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { ca, startTlsMember } from './support/tls-member.ts'

t.test('the member hears its name, an address is none (RFC 6066 §3)', async t => {
  const member = await startTlsMember(t)
  for (const host of ['member.test', '127.0.0.1']) {
    const { url } = await startApp(t, {
      proxyPass: [{ path: '/', url: `https://${host}:1/` }], connectTo: [`:1:127.0.0.1:${member.port}`], sslProxy: { caCertificate: ca }, proxyPreserveHost: true
    })
    t.equal((await fetch(url)).status, 200)
  }
  t.strictSame(member.sockets.map(socket => (socket as unknown as { servername: string }).servername), ['member.test', false])
  t.strictSame(member.sockets.map(({ alpnProtocol }) => alpnProtocol), ['http/1.1', 'http/1.1'])
})

t.test('a balancer may ask for more or less than the others', async t => {
  const { port } = await startTlsMember(t)
  const { url } = await startApp(t, {
    balancers: { strict: { members: [{ url: `https://127.0.0.1:${port}` }] }, lax: { members: [{ url: `https://127.0.0.1:${port}` }] } },
    proxyPass: [{ path: '/strict', url: 'balancer://strict' }, { path: '/lax', url: 'balancer://lax' }],
    sslProxy: { checkPeerName: true, balancers: { Lax: { verify: 'none' } } }
  })
  t.equal((await fetch(`${url}/strict`)).status, 503)
  t.equal((await fetch(`${url}/lax`)).status, 200)
})

t.test('a handshake that fails leads to the next member, whatever the method, and puts the member in error', async t => {
  const stranger = await startTlsMember(t, 'stranger')
  const silent = await startBackend(t, 'http')
  const good = await startTlsMember(t)
  const { url, members } = await startShop(t, {
    members: [stranger.port, silent.port, good.port].map(port => ({ url: `https://127.0.0.1:${port}` }))
  }, { sslProxy: { caCertificate: ca } })
  t.equal(await (await fetch(url, { method: 'POST', body: 'x' })).text(), 'member')
  t.strictSame(members.map(({ flags }) => formatStatus(flags)), ['Init Err ', 'Init Err ', 'Init Ok '])
  t.strictSame(silent.received, [])
})

t.test('a member that demands a certificate is passed over, though TLS 1.3 tells us late', async t => {
  const demanding = await startTlsMember(t, 'member', () => t.fail('a request came through'), { requestCert: true, ca, minVersion: 'TLSv1.3' })
  const good = await startTlsMember(t)
  for (const method of ['GET', 'POST']) {
    const { url } = await startShop(t, {
      members: [demanding, good].map(({ port }) => ({ url: `https://127.0.0.1:${port}` }))
    }, { sslProxy: { caCertificate: ca } })
    t.equal(await (await fetch(url, { method })).text(), 'member', method)
  }
})

t.test('connectiontimeout covers the handshake', async t => {
  const mute = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(mute, 'listening')
  t.teardown(() => { mute.close() })
  const good = await startTlsMember(t)
  const { url, members } = await startShop(t, {
    members: [(mute.address() as AddressInfo).port, good.port].map(port => ({ url: `https://127.0.0.1:${port}`, connectiontimeout: '50ms' }))
  }, { sslProxy: { caCertificate: ca } })
  const begun = performance.now()
  t.equal(await (await fetch(url)).text(), 'member')
  t.ok(performance.now() - begun < 10_000)
  t.equal(formatStatus(members[0]!.flags), 'Init Err ')
})
