import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { control, hash } from '@fastify-balancer/core'
import type { BalancerOptions } from '@fastify-balancer/core'
import balancer from '@fastify-balancer/balancer'
import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { startApp, startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

async function shopOf (t: Test, lbmethod: string): Promise<BalancerOptions> {
  const backends = await Promise.all(['a', 'b', 'c', 'd'].map(name => startBackend(t, name)))
  // However many are in flight, nobody is passed on.
  return { lbmethod, loadbound: 100, members: backends.map(({ url }) => ({ url })) }
}

t.test('a client keeps its member', async t => {
  const { url, members } = await startShop(t, await shopOf(t, 'bysource'))
  const by = await (await fetch(url)).text()
  for (let i = 0; i < 5; i++) t.equal(await (await fetch(`${url}/${i}`, { headers: { 'x-forwarded-for': `10.0.0.${i}` } })).text(), by)
  t.strictSame(members.map(({ electedBy }) => electedBy.source).sort(), [0, 0, 0, 6])
})

t.test('behind a proxy that is trusted its word decides who the client is', async t => {
  const { url } = await startApp(t, {
    balancers: { shop: await shopOf(t, 'bysource') },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, undefined, { trustProxy: true })
  const ask = async (client: string): Promise<string> => (await fetch(url, { headers: { 'x-forwarded-for': client } })).text()
  const clients = Array.from({ length: 40 }, (_, i) => `10.0.0.${i}`)
  const members: string[] = []
  for (const client of clients) members.push(await ask(client))
  t.ok(new Set(members).size > 1, 'clients spread')
  for (const [i, client] of clients.entries()) t.equal(await ask(client), members[i], client)
  t.equal(await ask('::ffff:10.0.0.7'), members[7], 'however the address is written')
})

t.test('a client without address is one like others', { skip: process.platform === 'win32' && 'Windows has no Unix sockets' }, async t => {
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  let source: number | undefined
  app.addHook('onResponse', async request => { source = request.balancer?.source })
  await app.register(balancer, { balancers: { shop: await shopOf(t, 'bysource') }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  // A socket's path may have 107 bytes, which a test's own directory can exceed.
  const directory = mkdtempSync(join(tmpdir(), 'balancer-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  const socketPath = join(directory, 'front.sock')
  await app.listen({ path: socketPath })
  const response = await new Promise<IncomingMessage>((resolve, reject) => httpRequest({ socketPath }, resolve).on('error', reject).end())
  t.match(await text(response), /^[abcd]$/)
  t.equal(source, hash(''))
})

t.test('other lbmethods are not told the address', async t => {
  const sources: unknown[] = []
  const { app, url } = await startApp(t, {
    balancers: { shop: await shopOf(t, 'bysource') },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, app => app.addHook('onResponse', async request => { sources.push(request.balancer?.source) }))
  await fetch(url)
  control(app.balancers, { balancer: 'shop', set: { lbmethod: 'byrequests' } }, 'test', Date.now())
  await fetch(url)
  t.strictSame(sources, [hash('127.0.0.1'), 0])
})
