import t from 'tap'
import type { Test } from 'tap'
import type { ProxyVia } from '@fastify-balancer/balancer'
import { startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { startBackend } from './support/member.ts'

interface Said {
  /** Via at the member, and on each line of the answer. */
  readonly member: string | undefined
  readonly client: string[]
}

async function ask (t: Test, proxyVia: ProxyVia, request: string, serverName?: string): Promise<Said> {
  const a = await startBackend(t, 'a', (request, response) => {
    seen = request.headers.via
    response.setHeader('Via', '1.1 inner').end()
  })
  let seen: string | undefined
  const { port } = await startShop(t, { members: [{ url: a.url }] }, { proxyVia, ...(serverName === undefined ? {} : { serverName }) })
  const answer = await exchange(port, request)
  return { member: seen, client: [...answer.matchAll(/^via: (.*)\r$/gim)].map(([, value]) => value!) }
}

t.test('off: what others say passes', async t => {
  t.strictSame(await ask(t, 'off', get('/', 'Via: 1.0 outer')), { member: '1.0 outer', client: ['1.1 inner'] })
})

t.test('on: this server adds itself, with the version of the client\'s request and the port that it asked', async t => {
  t.strictSame(await ask(t, 'on', get('/', 'Via: 1.0 outer'), 'proxy.example'), { member: '1.0 outer, 1.1 proxy.example:8080', client: ['1.1 inner', '1.1 proxy.example:8080'] })
  t.strictSame(await ask(t, 'on', get('/')), { member: '1.1 www.example:8080', client: ['1.1 inner', '1.1 www.example:8080'] })
  t.strictSame((await ask(t, 'on', 'GET / HTTP/1.1\r\nHost: h:80\r\nConnection: close\r\n\r\n', 'p')).member, '1.1 p')
})

t.test('a client that names no host', async t => {
  t.equal((await ask(t, 'on', 'GET / HTTP/1.0\r\n\r\n')).member, '1.0 fastify-balancer')
})

t.test('full: with a comment', async t => {
  t.equal((await ask(t, 'full', get('/'))).member, '1.1 www.example:8080 (fastify-balancer)')
})

t.test('block: requests lose it, answers keep it', async t => {
  t.strictSame(await ask(t, 'block', get('/', 'Via: 1.0 outer')), { member: undefined, client: ['1.1 inner'] })
})
