import cookie from '@fastify/cookie'
import { Balancers, control } from '@fastify-balancer/core'
import type { MemberOptions } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { startBackend } from '../../balancer/test/support/member.ts'
import { startShop } from './support/shop.ts'

const secret = 's'.repeat(32)
const old = 'o'.repeat(32)

async function startMembers (t: Test, ...members: ReadonlyArray<Omit<MemberOptions, 'url'>>): Promise<MemberOptions[]> {
  return Promise.all(members.map(async (member, i) => ({ ...member, url: (await startBackend(t, String(member.route ?? `m${i}`))).url })))
}

const pair = (setCookie: string | undefined): string => setCookie!.split(';')[0]!

t.test('a client gets the cookie once, and stays', async t => {
  const { ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }, { route: 'b' }) })
  t.match(await ask(), { by: 'a', setCookie: ['RC=a; Path=/; HttpOnly; SameSite=Lax'], reason: 'lbmethod', wanted: null })
  t.match(await ask(), { by: 'b', setCookie: ['RC=b; Path=/; HttpOnly; SameSite=Lax'] })
  for (const route of ['b', 'a', 'a']) t.strictSame((({ by, setCookie, reason }) => ({ by, setCookie, reason }))(await ask(`x=1; RC=${route}`)), { by: route, setCookie: [], reason: 'route' })
})

t.test('over TLS it is secure, also when a trusted proxy says so', async t => {
  const { ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }) }, {}, { trustProxy: true })
  t.strictSame((await ask(undefined, '/', { 'x-forwarded-proto': 'https' })).setCookie, ['RC=a; Path=/; HttpOnly; Secure; SameSite=Lax'])
})

t.test('only the cookie of exactly that name and value counts', async t => {
  const { ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }, { route: 'b' }) })
  for (const cookie of ['XRC=b', 'rc=b', 'RC=', 'RC=bb', 'RC=.b', 'RC="b"', 'x="; RC =c"', `RC=${'b'.repeat(8000)}`]) {
    const { reason, setCookie } = await ask(cookie)
    t.equal(reason, 'lbmethod', cookie)
    t.equal(setCookie.length, 1, cookie)
  }
})

t.test('with a secret it tells nothing, and only what was given counts', async t => {
  const { app, ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }, { route: 'b' }) }, { secret })
  const [forA] = (await ask()).setCookie
  const [forB] = (await ask()).setCookie
  t.match(forA, /^RC=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  t.match(await ask(pair(forA)), { by: 'a', reason: 'route', setCookie: [] })
  t.match(await ask(pair(forB)), { by: 'b', reason: 'route', setCookie: [] })
  t.match(await ask('RC=a'), { reason: 'lbmethod' })
  t.match(await ask(`${pair(forA)}x`), { reason: 'lbmethod' })
  t.equal(app.balancers.get('shop').members[0]!.electedBy.route, 1)
})

t.test('secrets are changed without moving anybody', async t => {
  const members = await startMembers(t, { route: 'a' }, { route: 'b' })
  const before = await startShop(t, { routecookie: 'RC', members }, { secret: old })
  await before.ask()
  const [given] = (await before.ask()).setCookie
  const after = await startShop(t, { routecookie: 'RC', members }, { secret: [secret, old] })
  const renewed = await after.ask(pair(given))
  t.match(renewed, { by: 'b', reason: 'route' })
  t.equal(renewed.setCookie.length, 1)
  t.match(await after.ask(pair(renewed.setCookie[0])), { by: 'b', setCookie: [] })
  const later = await startShop(t, { routecookie: 'RC', members }, { secret })
  t.match(await later.ask(pair(given)), { reason: 'lbmethod' })
  t.match(await later.ask(pair(renewed.setCookie[0])), { by: 'b', reason: 'route' })
})

t.test('members need no route', async t => {
  for (const options of [{}, { secret }]) {
    const { ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, {}, {}) }, options)
    const [first] = (await ask()).setCookie
    const [second] = (await ask()).setCookie
    t.not(first, second)
    for (let i = 0; i < 3; i++) t.match(await ask(pair(second)), { by: 'm1', reason: 'learned', setCookie: [] })
    t.match(await ask(pair(first)), { by: 'm0' })
  }
})

t.test('a member that cannot be used loses its clients to another, and they are told', async t => {
  const { app, ask, members } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }, { route: 'b' }, { route: 'c', redirect: 'a' }) })
  const disable = (member: number): void => {
    control(app.balancers, { balancer: 'shop', member: members[member]!.url, set: { status: '+D' } }, 'test', Date.now())
  }
  disable(1)
  disable(2)
  t.match(await ask('RC=b'), { by: 'a', reason: 'failover', wanted: members[1]!.url, setCookie: [/^RC=a;/] })
  t.match(await ask('RC=c'), { by: 'a', reason: 'redirect', setCookie: [/^RC=a;/] })
  control(app.balancers, { balancer: 'shop', set: { nofailover: true } }, 'test', Date.now())
  t.match(await ask('RC=b'), { by: null, status: 503, setCookie: [] })
})

t.test('a change of routes is known at once', async t => {
  const { app, ask, members } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }, { route: 'b' }) }, { secret })
  const [given] = (await ask()).setCookie
  const [a, b] = members
  control(app.balancers, { balancer: 'shop', member: a!.url, set: { route: 'z' } }, 'test', Date.now())
  t.match(await ask(pair(given)), { reason: 'lbmethod' }, 'nobody has the old route')
  control(app.balancers, { balancer: 'shop', member: b!.url, set: { route: 'a' } }, 'test', Date.now())
  t.match(await ask(pair(given)), { by: 'b', reason: 'route', setCookie: [] })
})

t.test('the session goes before the cookie, which follows it', async t => {
  const { ask } = await startShop(t, { routecookie: 'RC', stickysession: 'S', members: await startMembers(t, { route: 'a' }, { route: 'b' }) })
  t.match(await ask('S=1.b; RC=a'), { by: 'b', reason: 'route', setCookie: [/^RC=b;/] })
  t.match(await ask('S=1; RC=b'), { by: 'b', reason: 'route', setCookie: [] })
  t.match(await ask('S=1.unknown; RC=b'), { by: 'b', reason: 'route', setCookie: [] }, 'a route that nobody has says nothing')
  t.match(await ask('S=1.; RC=b'), { by: 'b', reason: 'route', setCookie: [] })
})

t.test('cookies of backend and app stay', async t => {
  const a = await startBackend(t, 'a', (_request, response) => response.setHeader('set-cookie', ['own=1', 'other=2']).end())
  const { app, ask } = await startShop(t, { routecookie: 'RC', members: [{ url: a.url, route: 'a' }] }, {}, {}, app => app.register(cookie))
  app.addHook('onRequest', async (_request, reply) => { reply.setCookie('app', '3') })
  t.match((await ask()).setCookie, ['own=1', 'other=2', /^RC=a;/, 'app=3; SameSite=Lax'])
})

t.test('an app may register @fastify/cookie after the plugin', async t => {
  const { app, ask } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }) })
  await app.register(cookie)
  t.match(await ask(), { setCookie: [/^RC=a;/] })
})

t.test('when its app is closed the plugin leaves shared balancers alone', async t => {
  const { app } = await startShop(t, { routecookie: 'RC', members: await startMembers(t, { route: 'a' }) })
  const { events } = app.balancers
  const fresh = new Balancers(() => '').events.listenerCount('change')
  t.ok(events.listenerCount('change') > fresh)
  await app.close()
  t.equal(events.listenerCount('change'), fresh)
  t.equal(app.balancers.sessions.size, 0)
})

t.test('a member that has left while it answered gets no more clients', async t => {
  const leaving = await startBackend(t, 'a', (_request, response) => {
    control(app.balancers, { balancer: 'shop', remove: leaving.url }, 'test', Date.now())
    response.end('a')
  })
  const { app, ask } = await startShop(t, { routecookie: 'RC', members: [{ url: leaving.url, route: 'a' }] })
  t.strictSame((await ask()).setCookie, [])
})
