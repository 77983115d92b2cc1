import { findSession, sessionAges } from '@fastify-balancer/core'
import type { BalancerOptions, MemberOptions, Session } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { startBackend } from '../../balancer/test/support/member.ts'
import { startShop } from './support/shop.ts'
import type { Shop } from './support/shop.ts'

/** Backends as Tomcat: `/login` begins a session whose id ends in the route, `/logout` ends it. */
async function start (t: Test, parameters: BalancerOptions): Promise<Shop & { counts: () => number[] }> {
  let id = 0
  const members = await Promise.all(['a', 'b', 'c'].map(async (route): Promise<MemberOptions> => {
    const { url } = await startBackend(t, route, (request, response) => {
      if (request.url === '/login') response.setHeader('set-cookie', `S=${++id}.${route}; Path=/`)
      if (request.url === '/logout') response.setHeader('set-cookie', 'S=; Max-Age=0')
      response.setHeader('x-member', route).end()
    })
    return { url, route }
  }))
  const shop = await startShop(t, { lbmethod: 'bysessions', members, ...parameters })
  return { ...shop, counts: () => shop.members.map(({ sessions }) => sessions) }
}

t.test('sessions that members begin are counted, and new ones go where there are fewest', async t => {
  const { ask, counts } = await start(t, { stickysession: 'S' })
  for (const by of ['a', 'b', 'c', 'a']) t.match(await ask(undefined, '/login'), { by, reason: 'lbmethod' })
  t.strictSame(counts(), [2, 1, 1])
  t.match(await ask('S=2.b', '/logout'), { by: 'b', reason: 'route' })
  t.strictSame(counts(), [2, 0, 1])
  for (let i = 0; i < 3; i++) t.match(await ask(), { by: 'b' }, 'a request without session is none')
})

t.test('so are those that clients bring, which began before the balancer did', async t => {
  const { ask, counts } = await start(t, { stickysession: 'S' })
  for (const cookie of ['S=7.a', 'S=7.a', 'S=8.a', 'S=9.b']) await ask(cookie)
  t.strictSame(counts(), [2, 1, 0])
  t.match(await ask(), { by: 'c' })
  for (const cookie of ['S=7', 'S=7.unknown', 'XS=7.c']) await ask(cookie)
  t.strictSame(counts(), [2, 1, 0], 'of no member that is known')
  await ask(undefined, '/?S=10.c')
  t.strictSame(counts(), [2, 1, 1], 'those in the URL count as well')
  await ask('S=.b')
  t.strictSame(counts(), [2, 1, 1], 'a route alone is no session')
})

t.test('a session that a member replaces counts as the new one', async t => {
  const { ask, counts } = await start(t, { stickysession: 'S' })
  t.match(await ask('S=made-up.c', '/login'), { by: 'c' })
  t.strictSame(counts(), [0, 0, 1])
})

t.test('learned sessions count as such, and once', async t => {
  const { ask, counts } = await start(t, { stickysession: 'S', learn: 'S' })
  for (const by of ['a', 'b']) t.match(await ask(undefined, '/login'), { by })
  await ask('S=1.a')
  await ask('S=77.a')
  t.strictSame(counts(), [1, 1, 0])
})

t.test('they are counted whoever elects, but for members without any affinity', async t => {
  const { ask, counts } = await start(t, { stickysession: 'S', lbmethod: 'byrequests' })
  await ask(undefined, '/login')
  await ask('S=7.a')
  t.strictSame(counts(), [2, 0, 0])
  const without = await start(t, {})
  await without.ask('S=7.a', '/login')
  t.strictSame(without.counts(), [0, 0, 0])
})

t.test('nothing is left on the members when the app is closed', async t => {
  const { app, ask, counts } = await start(t, { stickysession: 'S' })
  await ask(undefined, '/login')
  await app.close()
  t.strictSame(counts(), [0, 0, 0])
})

t.test('a session that gets another route is the same still, and can be looked up', async t => {
  const { app, ask, counts } = await start(t, { stickysession: 'S' })
  const { balancers } = app
  const shop = balancers.get('shop')
  const look = (id: string): Session | null => findSession(balancers, shop, id, Date.now())
  t.equal(look('7.a'), null)
  await ask('S=7.a')
  await ask('S=7.b')
  t.strictSame(counts(), [0, 1, 0])
  for (const id of ['7', '7.a', '7.c']) {
    t.match(look(id), { requests: 2, moves: [{ from: shop.members[0]!.url, to: shop.members[1]!.url, reason: 'route' }] }, id)
  }
  t.equal(look('.a'), null)
  t.strictSame(sessionAges(balancers, shop.members[1]!, Date.now()), [1, 0, 0, 0, 0])
  const without = balancers.add('without', {})
  t.equal(findSession(balancers, without, '7.a', Date.now()), null)
})

t.test('a learned session is looked up by its whole id', async t => {
  const { app, ask } = await start(t, { stickysession: 'S', learn: 'S' })
  await ask(undefined, '/login')
  const shop = app.balancers.get('shop')
  t.match(findSession(app.balancers, shop, '1.a', Date.now()), { member: shop.members[0] })
  t.equal(findSession(app.balancers, shop, '1', Date.now()), null)
})
