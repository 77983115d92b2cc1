import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { createForwarded } from '../src/forwarded.ts'
import { startApp, startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { startBackend } from './support/member.ts'

function forwarded (remoteAddress: string | undefined, asked: string | undefined, protocol = 'http', before: string[] = []): string[] {
  const headers = [...before]
  const request = { raw: { socket: { remoteAddress } }, protocol } as FastifyRequest
  for (const add of createForwarded(['Forwarded'], undefined)) add(headers, request, asked)
  return headers
}

t.test('an app chooses what is added', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyAddHeaders: ['X-Forwarded-Proto', 'Forwarded'] })
  await exchange(port, get('/', 'X-Forwarded-Proto: https', 'x-forwarded-proto: gopher', 'Forwarded: for=192.0.2.1'))
  const { headers } = a.received[0]!
  t.equal(headers['x-forwarded-proto'], 'http', 'a client\'s word does not count')
  t.equal(headers['forwarded'], 'for=192.0.2.1, for=127.0.0.1;host="www.example:8080";proto=http')
  t.notHas(headers, 'x-forwarded-for')
})

t.test('with Fastify\'s trustProxy, the word of the proxy in front about the protocol counts', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startApp(t, { proxyPass: [{ path: '/', url: a.url }], proxyAddHeaders: ['X-Forwarded-Proto'] }, undefined, { trustProxy: '127.0.0.1' })
  await exchange(port, get('/', 'X-Forwarded-Proto: https'))
  t.equal(a.received[0]!.headers['x-forwarded-proto'], 'https')
})

t.test('RFC 7239: addresses, names and ports have their forms', async t => {
  const table: ReadonlyArray<readonly [address: string | undefined, asked: string | undefined, value: string]> = [
    ['192.0.2.43', 'example.com', 'for=192.0.2.43;host=example.com;proto=http'],
    ['::ffff:192.0.2.43', 'example.com', 'for=192.0.2.43;host=example.com;proto=http'],
    ['2001:db8::1', 'example.com:8080', 'for="[2001:db8::1]";host="example.com:8080";proto=http'],
    ['::1', '[::1]:80', 'for="[::1]";host="[::1]:80";proto=http'],
    [undefined, undefined, 'for=unknown;proto=http'],
    ['192.0.2.43', 'a"b\\c', 'for=192.0.2.43;host="a\\"b\\\\c";proto=http']
  ]
  for (const [address, asked, value] of table) t.strictSame(forwarded(address, asked), ['Forwarded', value])
  t.strictSame(forwarded('::1', undefined, 'https', ['forwarded', 'for=x']), ['forwarded', 'for=x, for="[::1]";proto=https'])
})
