import t from 'tap'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import { refusingUrl, startBackend } from './support/member.ts'
import type { Test } from 'tap'

async function start (t: Test, options: BalancerPluginOptions, extend?: (app: FastifyInstance) => void): Promise<{ app: FastifyInstance, url: string }> {
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  await app.register(balancer, options)
  extend?.(app)
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url }
}

t.test('requests alternate between two members', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const { url } = await start(t, {
    balancers: { shop: { members: [{ url: a.url }, { url: b.url }] } },
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }]
  })
  const names: string[] = []
  for (let i = 0; i < 4; i++) names.push(await (await fetch(`${url}/shop/x?y=1`)).text())
  t.strictSame(names, ['a', 'b', 'a', 'b'])
  t.equal(a.received[0]!.url, '/x?y=1')
})

t.test('a refused connection fails over with the body intact', async t => {
  const b = await startBackend(t, 'b')
  const { app, url } = await start(t, {
    balancers: { shop: { members: [{ url: await refusingUrl() }, { url: b.url }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  const body = 'x'.repeat(1_000_000)
  const response = await fetch(`${url}/post`, { method: 'POST', body })
  t.equal(await response.text(), 'b')
  t.equal(b.received[0]!.body, body)
  const [dead, good] = app.balancers.get('shop').members
  t.equal(dead!.busy, 0)
  t.equal(good!.busy, 0)
  t.equal(dead!.elected, 1)
})

t.test('the app keeps its own parsers and a route may balance by itself', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await start(t, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/p', url: 'balancer://shop' }] }, app => {
    app.post('/own', (request, reply) => { reply.send(request.body) })
    app.post('/one', (request, reply) => reply.balance('shop', '/elsewhere'))
    app.proxyPass('/q', a.url + '/base')
  })
  const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":1}' }
  t.strictSame(await (await fetch(`${url}/own`, json)).json(), { a: 1 })
  await fetch(`${url}/one`, json)
  await fetch(`${url}/p/z`, json)
  await fetch(`${url}/q/z`, json)
  t.strictSame(a.received.map(({ url, body }) => [url, body]), [['/elsewhere', '{"a":1}'], ['/z', '{"a":1}'], ['/base/z', '{"a":1}']])
  t.equal((await fetch(`${url}/none`)).status, 404)
})

t.test('a client that leaves frees its member and aborts the backend', async t => {
  let aborted: () => void
  const gone = new Promise<void>(resolve => { aborted = resolve })
  const a = await startBackend(t, 'a', (request, response) => { response.on('close', aborted) })
  const { app, url } = await start(t, { balancers: { shop: { members: [{ url: a.url }] } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  const controller = new AbortController()
  const asked = fetch(url, { signal: controller.signal }).catch(() => {})
  const [member] = app.balancers.get('shop').members
  while (member!.busy === 0) await new Promise(resolve => setImmediate(resolve))
  await new Promise(resolve => setTimeout(resolve, 50))
  controller.abort()
  await gone
  await asked
  t.equal(member!.busy, 0)
})
