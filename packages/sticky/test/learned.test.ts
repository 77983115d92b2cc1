import { control } from '@fastify-balancer/core'
import type { MemberOptions } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { startBackend } from '../../balancer/test/support/member.ts'
import { until } from '../../balancer/test/support/until.ts'
import { startShop } from './support/shop.ts'

/** Backends with sessions of their own: `/in?id` gives the client the cookie that the query says, other paths do not. */
async function startMembers (t: Test, ...names: readonly string[]): Promise<MemberOptions[]> {
  return Promise.all(names.map(async name => {
    const { url } = await startBackend(t, name, (request, response) => {
      const [path, query] = request.url!.split('?')
      if (path === '/in') response.setHeader('set-cookie', ['lang=en', decodeURIComponent(query!)])
      response.setHeader('x-member', name).end()
    })
    return { url }
  }))
}

t.test('a session stays with the member that issued it', async t => {
  const { ask, members } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a', 'b') })
  t.match(await ask(undefined, '/in?SID=1; Path=/; HttpOnly'), { by: 'a', reason: 'lbmethod' })
  t.match(await ask(undefined, '/in?SID=2'), { by: 'b' })
  for (let i = 0; i < 3; i++) t.match(await ask('x=1; SID=1'), { by: 'a', reason: 'learned', wanted: members[0]!.url })
  t.match(await ask('SID=2'), { by: 'b', reason: 'learned' })
  t.strictSame(members.map(({ sessions }) => sessions), [1, 1])
  t.equal(members[0]!.electedBy.learned, 3)
})

t.test('an id that no member issued says nothing, and is not remembered', async t => {
  const { ask, members } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a', 'b') })
  for (const by of ['a', 'b', 'a']) t.match(await ask('SID=made-up'), { by, reason: 'lbmethod', wanted: null })
  t.strictSame(members.map(({ sessions }) => sessions), [0, 0])
  await ask(undefined, '/in?SID=1')
  for (const cookie of ['SIDX=1', 'XSID=1', 'sid=1', 'SID=11', 'SID=']) t.match(await ask(cookie), { reason: 'lbmethod' }, cookie)
})

t.test('a session that is renewed stays, one that is taken away is forgotten', async t => {
  const { ask, members } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a', 'b') })
  const sessions = (): number => members[0]!.sessions + members[1]!.sessions
  await ask(undefined, '/in?SID=1')
  await ask('SID=1', '/in?SID=1; Max-Age=60')
  t.equal(sessions(), 1)
  t.match(await ask('SID=1', '/in?SID=2'), { by: 'a', reason: 'learned' })
  t.equal(sessions(), 2, 'the old id may still be in use under another path')
  for (const over of ['SID=; Expires=Thu, 01 Jan 1970 00:00:00 GMT', 'SID=gone; Max-Age=0']) {
    const id = over.includes('Max-Age') ? '2' : '1'
    t.match(await ask(`SID=${id}`, `/in?${over}`), { by: 'a', reason: 'learned' })
    t.match(await ask(`SID=${id}`), { reason: 'lbmethod' })
  }
  t.equal(sessions(), 0)
  await ask(undefined, '/in?SID=; Max-Age=0')
  t.equal(sessions(), 0)
})

t.test('a session whose member cannot be used moves to the one that served it', async t => {
  const { app, ask, members } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a', 'b', 'c') })
  const setStatus = (status: string): void => {
    control(app.balancers, { balancer: 'shop', member: members[0]!.url, set: { status } }, 'test', Date.now())
  }
  await ask(undefined, '/in?SID=1')
  setStatus('+D')
  t.match(await ask('SID=1'), { by: 'b', reason: 'failover' })
  t.match(await ask('SID=1'), { by: 'b', reason: 'learned' })
  setStatus('-D')
  t.match(await ask('SID=1'), { by: 'b', reason: 'learned' })
  t.strictSame(members.map(({ sessions }) => sessions), [0, 1, 0])
})

t.test('unless nofailover', async t => {
  const { app, ask, members } = await startShop(t, { learn: 'SID', nofailover: true, members: await startMembers(t, 'a', 'b') })
  await ask(undefined, '/in?SID=1')
  control(app.balancers, { balancer: 'shop', member: members[0]!.url, set: { status: '+D' } }, 'test', Date.now())
  t.match(await ask('SID=1'), { by: null, status: 503, wanted: members[0]!.url })
  t.match(await ask(), { by: 'b' })
})

t.test('a route goes before what was learned, which goes before the route cookie', async t => {
  const [a, b] = await startMembers(t, 'a', 'b')
  const { ask } = await startShop(t, { learn: 'SID', stickysession: 'SID', routecookie: 'RC', members: [{ ...a!, route: 'a' }, { ...b!, route: 'b' }] })
  t.match(await ask(undefined, '/in?SID=x.y'), { by: 'a' })
  t.match(await ask('SID=x.y; RC=b'), { by: 'a', reason: 'learned' })
  t.match(await ask('SID=x.b; RC=a'), { by: 'b', reason: 'route' })
})

t.test('only so many are remembered, and only for so long', async t => {
  const { ask, members } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a') }, { maxSessions: 2, idle: '20ms' })
  for (const id of [1, 2, 3]) await ask(undefined, `/in?SID=${id}`)
  t.ok(members[0]!.sessions <= 2)
  await until(() => members[0]!.sessions === 0)
  t.match(await ask('SID=3'), { reason: 'lbmethod' })
})

t.test('sessions of one balancer are none of another', async t => {
  const { app, ask } = await startShop(t, { learn: 'SID', members: await startMembers(t, 'a') })
  app.balancers.add('other', { learn: 'SID', members: await startMembers(t, 'x') })
  app.get('/other', (_request, reply) => reply.balance('other'))
  await ask(undefined, '/in?SID=1')
  t.match(await ask('SID=1', '/other'), { by: 'x', reason: 'lbmethod', wanted: null })
  t.match(await ask('SID=1'), { by: 'a', reason: 'learned' })
})
