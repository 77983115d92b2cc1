import t from 'tap'
import type { Test } from 'tap'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import { readTrust } from '../src/trust.ts'
import { startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { startBackend } from './support/member.ts'
import type { Received } from './support/member.ts'

const spoofed = ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-Host: evil.example', 'x-forwarded-port: 1', 'X-Forwarded-Proto: https', 'Forwarded: for=192.0.2.1', 'X-Other: 1']

async function ask (t: Test, options: BalancerPluginOptions): Promise<Received['headers']> {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, options)
  await exchange(port, get('/', ...spoofed))
  return a.received[0]!.headers
}

t.test('whom nobody trusts says nothing about who asks', async t => {
  for (const trustForwarded of [false, [], ['10.0.0.0/8', '::1']]) {
    const headers = await ask(t, { trustForwarded })
    t.match(headers, { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'www.example:8080', 'x-other': '1' })
    for (const name of ['x-forwarded-port', 'x-forwarded-proto', 'forwarded']) t.notHas(headers, name)
  }
})

t.test('a proxy in front that is trusted is continued', async t => {
  for (const trustForwarded of [true, ['127.0.0.1'], ['10.0.0.0/8', '127.0.0.0/8']]) {
    t.match(await ask(t, { trustForwarded }), { 'x-forwarded-for': '192.0.2.1, 127.0.0.1', 'x-forwarded-port': '1', forwarded: 'for=192.0.2.1' })
  }
})

t.test('addresses of both kinds, whatever the socket', async t => {
  t.equal(readTrust(true), null)
  const trust = readTrust(['10.0.0.0/8', '2001:db8::/32'])!
  for (const address of ['10.1.2.3', '::ffff:10.1.2.3', '2001:db8::1']) t.ok(trust(address), address)
  for (const address of ['11.1.2.3', '::ffff:11.1.2.3', '2001:db9::1', '', undefined]) t.notOk(trust(address), String(address))
})

t.test('what is no address is refused', async t => {
  for (const wrong of ['proxy.example', '10.0.0.0/33', '::1/129', '10.0.0', '']) {
    t.throws(() => readTrust([wrong]), { code: 'FST_BALANCER_BAD_OPTION', message: `trustForwarded must list addresses and subnets, not ${JSON.stringify(wrong)}` })
  }
})
