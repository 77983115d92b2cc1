import { control } from '@fastify-balancer/core'
import t from 'tap'
import { startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('a request waits until a member is enabled', async t => {
  const a = await startBackend(t, 'a')
  const { app, url, members } = await startShop(t, { timeout: 10, members: [{ url: a.url, status: '+D' }] })
  const waiting = [fetch(url), fetch(url)]
  setTimeout(() => control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '-D' } }, 'test', Date.now()), 100)
  for (const response of await Promise.all(waiting)) t.equal(await response.text(), 'a')
  t.equal(members[0]!.elected, 2)
})

t.test('but no longer than the balancer\'s timeout', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { timeout: '300ms', members: [{ url: a.url, status: '+D' }] })
  const before = performance.now()
  const response = await fetch(url)
  t.equal(response.status, 503)
  t.match(await response.json(), { code: 'FST_BALANCER_NO_MEMBER' })
  const waited = performance.now() - before
  t.ok(waited > 290, `waited ${waited} ms`)
})

t.test('a failed attempt waits for nobody else but the members left', async t => {
  const a = await startBackend(t, 'a')
  const { app, url } = await startShop(t, { timeout: 10, members: [{ url: await refusingUrl() }, { url: a.url, status: '+D' }] })
  const waiting = fetch(url)
  setTimeout(() => control(app.balancers, { balancer: 'shop', member: a.url, set: { status: '-D' } }, 'test', Date.now()), 100)
  t.equal(await (await waiting).text(), 'a')
})
