import type { AddressInfo } from 'node:net'
import { control } from '@fastify-balancer/core'
import type { BalancerOptions, MemberOptions } from '@fastify-balancer/core'
import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { exchange } from '../../balancer/test/support/client.ts'
import { refusingUrl, startBackend } from '../../balancer/test/support/member.ts'

interface Asked {
  /** Who answered; null: nobody did. */
  readonly by: string | null
  readonly status: number
  readonly sticky: string | null
  readonly route: string | null
  readonly reason: string | null
  readonly wanted: string | null
  readonly changed: boolean
}

interface Started {
  readonly app: FastifyInstance
  readonly ask: (target: string, cookie?: string) => Promise<Asked>
}

/** Starts an app with one balancer of echo backends, one for each member; `dead` ones refuse. */
async function start (t: Test, parameters: BalancerOptions, members: ReadonlyArray<Omit<MemberOptions, 'url'> & { dead?: boolean }>): Promise<Started> {
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  let last: Omit<Asked, 'by' | 'status'>
  app.addHook('onSend', async request => {
    const { sticky = null, route = null, reason = null } = request.balancer ?? {}
    last = { sticky, route, reason, wanted: request.wantedMember?.route ?? null, changed: request.balancerRouteChanged }
  })
  const shop = await Promise.all(members.map(async ({ dead, ...member }) => {
    const url = dead ? await refusingUrl() : (await startBackend(t, String(member.route))).url
    return { ...member, url }
  }))
  await app.register(balancer, { balancers: { shop: { ...parameters, members: shop } }, proxyPass: [{ path: '/', url: 'balancer://shop/' }] })
  await app.register(sticky)
  await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    app,
    async ask (target, cookie) {
      const answer = await exchange((app.server.address() as AddressInfo).port, `GET ${target} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${cookie === undefined ? '' : `Cookie: ${cookie}\r\n`}\r\n`)
      return { by: /^x-member: (.*)\r$/m.exec(answer)?.[1] ?? null, status: Number(answer.split(' ')[1]), ...last }
    }
  }
}

const abc = [{ route: 'a' }, { route: 'b' }, { route: 'c.d' }]

t.test('a route in cookie, path or query names the member', async t => {
  const { ask } = await start(t, { stickysession: 'ROUTEID' }, abc)
  const table: ReadonlyArray<readonly [target: string, cookie: string | undefined, by: string]> = [
    ['/', 'ROUTEID=.b', 'b'],
    ['/', 'ROUTEID=sess.b', 'b'],
    ['/', 'ROUTEID=x.c.d', 'c.d'],
    ['/', 'XROUTEID=.a; ROUTEID=.b', 'b'],
    ['/', 'ROUTEIDX=.a; ROUTEID=.b', 'b'],
    ['/', 'ROUTEID=.a; ROUTEID=.b', 'a'],
    ['/', 'ROUTEID =.b', 'b'],
    ['/', 'ROUTEID= .b', 'b'],
    ['/', 'ROUTEID=.b,x', 'b'],
    ['/?ROUTEID=.b', undefined, 'b'],
    ['/?ROUTEID=.b', 'ROUTEID=.a', 'b'],
    ['/?xROUTEID=.b', undefined, 'b'],
    ['/?ROUTEID=', 'ROUTEID=.a', 'a'],
    ['/?ROUTEID=&ROUTEID=.b', undefined, 'b'],
    ['/x;ROUTEID=.b', undefined, 'b'],
    ['/x%3BROUTEID%3D.b', undefined, 'b']
  ]
  for (const [target, cookie, by] of table) {
    const asked = await ask(target, cookie)
    t.match(asked, { by, route: by, wanted: by, sticky: 'ROUTEID', reason: 'route', changed: false }, `${target} ${cookie}`)
  }
})

t.test('without a route, or with one that nobody has, the lbmethod decides', async t => {
  const { ask } = await start(t, { stickysession: 'ROUTEID', nofailover: true }, abc)
  const table: ReadonlyArray<readonly [target: string, cookie: string | undefined, route: string | null]> = [
    ['/', undefined, null],
    ['/', 'ROUTEID=b', null],
    ['/', 'ROUTEID=s.e.b', 'e.b'],
    ['/', 'ROUTEID=.zzz', 'zzz'],
    ['/', 'ROUTEID=.', ''],
    ['/', 'ROUTEID="s.b"', 'b"'],
    ['/', 'routeid=.b', null],
    ['/', 'ROUTEID=; ROUTEID=.b', null],
    ['/', 'foo=ROUTEID=.b', null],
    ['/', 'foo="1 ROUTEID=.b"', 'b"'],
    ['/', 'ROUTEID=%2Eb', null],
    ['/?ROUTEID=zzz', 'ROUTEID=.a', null],
    ['/?ROUTEID=.zzz', 'ROUTEID=.a', 'zzz'],
    ['/?ROUTEID%3D.b', undefined, null],
    ['/?ROUTEID=1%2Eb', undefined, null],
    ['/ROUTEID=.b/x', undefined, 'b/x'],
    ['/;ROUTEID=.b;foo=1', undefined, 'b;foo=1']
  ]
  for (const [target, cookie, route] of table) {
    const asked = await ask(target, cookie)
    const sticky = route === null ? null : 'ROUTEID'
    t.match(asked, { status: 200, route, sticky, wanted: null, reason: 'lbmethod', changed: true }, `${target} ${cookie}`)
  }
})

t.test('cookie and path parameter may have names of their own', async t => {
  const { ask } = await start(t, { stickysession: 'JSESSIONID|jsessionid', scolonpathdelim: true }, abc)
  t.match(await ask('/t;jsessionid=1.b'), { by: 'b', sticky: 'jsessionid' })
  t.match(await ask('/t;jsessionid=1.b;foo=1'), { by: 'b', sticky: 'jsessionid' })
  t.match(await ask('/t;jsessionid=1.b/more'), { route: 'b/more', wanted: null })
  t.match(await ask('/t?jsessionid=1.b'), { by: 'b', sticky: 'jsessionid' })
  t.match(await ask('/t', 'JSESSIONID=1.b'), { by: 'b', sticky: 'JSESSIONID' })
  t.match(await ask('/t?JSESSIONID=1.b'), { route: null })
  t.match(await ask('/t', 'jsessionid=1.b'), { route: null })
})

t.test('another separator, or none', async t => {
  const { ask } = await start(t, { stickysession: 'S', stickysessionsep: '!' }, abc)
  t.match(await ask('/', 'S=1!b'), { by: 'b' })
  t.match(await ask('/', 'S=1!b!a'), { route: 'b!a', wanted: null })
  t.match(await ask('/', 'S=1.b'), { route: null })
  const { ask: askOff } = await start(t, { stickysession: 'S', stickysessionsep: 'Off' }, abc)
  t.match(await askOff('/', 'S=c.d'), { by: 'c.d' })
  t.match(await askOff('/', 'S=x.a'), { route: 'x.a', wanted: null })
})

t.test('draining, standby and spare members serve their own sessions', async t => {
  const { ask } = await start(t, { stickysession: 'S' }, [{ route: 'a' }, { route: 'n', status: '+N' }, { route: 'h', status: '+H' }, { route: 'r', status: '+R' }])
  for (const route of ['n', 'h', 'r']) t.match(await ask('/', `S=.${route}`), { by: route, changed: false })
})

t.test('of several members with the route the first usable one serves', async t => {
  const { ask } = await start(t, { stickysession: 'S' }, [{ route: 'b', status: '+D' }, { route: 'b' }, { route: 'a' }])
  t.match(await ask('/', 'S=.b'), { by: 'b', reason: 'route', changed: false })
})

t.test('an unusable member\'s sessions go elsewhere and learn a new route', async t => {
  const { ask } = await start(t, { stickysession: 'S' }, [{ route: 'a' }, { route: 'b', status: '+D' }])
  t.match(await ask('/', 'S=.b'), { by: 'a', wanted: 'b', reason: 'failover', changed: true })
})

t.test('unless nofailover', async t => {
  const { app, ask } = await start(t, { stickysession: 'S', nofailover: true }, [{ route: 'a' }, { route: 'b', status: '+D' }])
  t.match(await ask('/', 'S=.b'), { by: null, status: 503, wanted: 'b', changed: false })
  const b = app.balancers.get('shop').members[1]!
  control(app.balancers, { balancer: 'shop', member: b.url, set: { status: '-D' } }, 'test', Date.now())
  t.match(await ask('/', 'S=.b'), { by: 'b', status: 200 })
})

t.test('a redirect is for an unusable member only', async t => {
  const { ask } = await start(t, { stickysession: 'S', nofailover: true }, [{ route: 'a', redirect: 'b' }, { route: 'd', status: '+S', redirect: 'b' }, { route: 'b' }])
  t.match(await ask('/', 'S=.a'), { by: 'a', reason: 'route', changed: false })
  t.match(await ask('/', 'S=.d'), { by: 'b', wanted: 'd', reason: 'redirect', changed: true })
  t.match(await ask('/'), { by: /a|b/, reason: 'lbmethod' })
})

t.test('a member that refuses its session loses it to another', async t => {
  const members = [{ route: 'b', dead: true }, { route: 'a' }]
  const { ask } = await start(t, { stickysession: 'S' }, members)
  t.match(await ask('/', 'S=.b'), { by: 'a', status: 200, wanted: 'b', reason: 'failover', changed: true })
  const { ask: askStrictly } = await start(t, { stickysession: 'S', nofailover: true }, members)
  t.match(await askStrictly('/', 'S=.b'), { by: null, status: 503, wanted: 'b' })
})

t.test('a balancer without stickysession has no affinity', async t => {
  const { ask } = await start(t, {}, abc)
  t.match(await ask('/?S=.b', 'S=.b'), { route: null, wanted: null, reason: 'lbmethod', changed: false })
})
