import { Ajv2020 } from 'ajv/dist/2020.js'
import { Balancers, begin, control, fail, History, sessionBegan } from '@fastify-balancer/core'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { showMember, showMembers } from '../src/api/picture.ts'
import { keepRecords } from '../src/keep-records.ts'
import { a, b, managerApp } from './support/manager-app.ts'
import type { ManagerApp } from './support/manager-app.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  // What it is, the tests say.
  readonly body: ReturnType<typeof JSON.parse>
}

interface ApiApp extends ManagerApp {
  /** Asks the API; every answer has to be as the OpenAPI document says. */
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}

const ajv = new Ajv2020({ strict: false })

async function apiApp (t: Test, setup: Parameters<typeof managerApp>[1] = {}): Promise<ApiApp> {
  const app = await managerApp(t, setup)
  const document = (await app.app.inject({ url: '/balancer-manager/api/openapi.json', headers: auth(setup) })).json()
  if (ajv.getSchema('api') === undefined) ajv.addSchema(document, 'api')
  return {
    ...app,
    async ask (method, path, body, headers = {}) {
      const json = body === undefined ? {} : { 'content-type': 'application/json' }
      const options = { method, url: `/balancer-manager/api${path}`, headers: { host: 'proxy.test', ...auth(setup), ...json, ...headers }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) }
      const answer = await app.app.inject(options as InjectOptions)
      const given = answer.json()
      const found = Object.keys(document.paths).find(template => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path.replace(/\?.*/, '')))
      const described = document.paths[found ?? '']?.[method.toLowerCase()]?.responses[answer.statusCode]
      const schema = described?.content['application/json'].schema.$ref ?? '#/components/schemas/Error'
      const isValid = ajv.validate({ $ref: `api${schema}` }, given)
      t.ok(isValid, `${method} ${path} ${answer.statusCode}: ${isValid ? schema : JSON.stringify(ajv.errors)}`)
      return { status: answer.statusCode, headers: answer.headers, body: given }
    }
  }
}

function auth ({ options }: NonNullable<Parameters<typeof managerApp>[1]>): Record<string, string> {
  return options?.users === undefined ? {} : { authorization: `Basic ${btoa('ann:secret')}` }
}

const shop = { shop: { members: [{ url: a, route: 'a' }, { url: b }], growth: 1, stickysession: 'S|s' } }

t.test('balancers and members are shown', async t => {
  const { ask, balancers } = await apiApp(t, { balancers: shop, proxyPassPaths: new Map([['shop', '/shop']]) })
  const [first] = balancers.get('shop').members
  begin(first!, 'route')
  sessionBegan(first!)
  fail(first!, 1_000, 'refused')
  const { body, headers } = await ask('GET', '/balancers')
  t.match(headers, { 'content-type': /^application\/json/, 'cache-control': 'no-store' })
  t.match(body, { persisted: null, balancers: [{ name: 'shop', path: '/shop', lbmethod: 'byrequests', stickysession: 'S|s', timeout: 0, maxattempts: 1, maxMembers: 3, used: 2, elections: { route: 1 }, changed: {} }] })
  t.match(body.balancers[0].members, [
    { url: a, name: 'a', loadfactor: 1, retry: 60_000, status: 'Init Err', usable: false, busy: 1, sessions: 1, added: false, state: { word: 'In error', cause: 'refused', count: 1, nextTryAt: 61_000 }, drain: null },
    { url: b, name: '10.0.0.2:8080', status: 'Init Ok', state: { word: 'Healthy', since: null, cause: '', count: 0, nextTryAt: null } }
  ])
  t.strictSame((await ask('GET', '/balancers/SHOP')).body.members.length, 2)
  t.strictSame((await ask('GET', '/balancers/shop/members')).body.members.length, 2)
  for (const name of ['a', encodeURIComponent(a), encodeURIComponent(`${a}/`)]) t.equal((await ask('GET', `/balancers/shop/members/${name}`)).body.url, a)
  t.equal((await ask('GET', '/balancers/shop/members/10.0.0.2:8080')).body.url, b)
  t.match((await ask('GET', '/balancers/shop/history')).body, { interval: 5_000, members: [{ url: a, series: { busy: Array } }, {}] })
  t.match(await ask('GET', '/balancers/none'), { status: 404, body: { code: 'FST_BALANCER_MANAGER_UNKNOWN', message: 'no balancer is named none' } })
  t.match(await ask('GET', '/balancers/shop/members/none'), { status: 404, body: { message: 'balancer://shop has no member none' } })
  t.match(await ask('GET', '/none'), { status: 404 })
})

t.test('a change is made, told, and made only once', async t => {
  const { ask, balancers } = await apiApp(t, { balancers: shop, options: { users: { ann: 'secret' } } })
  const { members: [first] } = balancers.get('shop')
  const changed = await ask('PATCH', '/balancers/shop/members/a', { loadfactor: 2, retry: 5_000, ttl: '30', status: '+D', note: 'release 4.2' })
  t.match(changed, { status: 200, body: { member: { loadfactor: 2, retry: 5_000, ttl: 30_000, status: 'Init Dis', changed: { loadfactor: { configured: 1, by: /^ann@/ }, status_D: { configured: false, note: 'release 4.2', with: 'api' } } } } })
  t.match(first, { lbfactor: 200, retry: 5_000 })
  const again = await ask('PATCH', '/balancers/shop/members/a', { loadfactor: 2, retry: 5_000, status: '+D' })
  t.equal(again.body.event, null)
  t.equal(again.headers.etag, changed.headers.etag)
  t.match((await ask('PATCH', '/balancers/shop', { stickysession: 'X', failonstatus: [500], timeout: null, lbmethod: 'ByBusyness' })).body.balancer, { stickysession: 'X', failonstatus: [500], lbmethod: 'bybusyness', changed: { stickysession: { configured: 'S|s' } } })
  t.match((await ask('PATCH', '/balancers/shop', { stickysession: null })).body.balancer, { stickysession: null })
  const events = (await ask('GET', `/events?since=${changed.body.event - 1}`)).body.events
  t.match(events, [{ id: changed.body.event, kind: 'edit', member: a, from: 'Healthy', to: 'Disabled', by: /^ann@/, with: 'api', note: 'release 4.2' }, {}, {}])
  t.equal((await ask('GET', `/events?since=${changed.body.event}`)).body.events.length, 2)

  t.match((await ask('GET', '/balancers/shop/edits')).body.edits, [{ undoable: true }, { undoable: false }, { id: changed.body.event, undoable: true, changes: Array }])
  const undone = await ask('POST', `/balancers/shop/edits/${changed.body.event}/undo`, { note: 'too early' })
  t.match(undone.body.balancer.members[0], { loadfactor: 1, retry: 60_000, ttl: 0, status: 'Init Ok', changed: {} })
  t.match((await ask('GET', '/balancers/shop/edits')).body.edits[0], { with: 'undo', note: 'too early' })
  t.match(await ask('POST', `/balancers/shop/edits/${changed.body.event}/undo`, {}), { status: 409, body: { code: 'FST_BALANCER_MANAGER_CONFLICT' } })
  t.match(await ask('POST', '/balancers/shop/edits/7/undo', {}), { status: 404 })
})

t.test('members come and go', async t => {
  const { ask, balancers } = await apiApp(t, { balancers: shop })
  const url = 'http://10.0.0.3:8080/app'
  const added = await ask('POST', '/balancers/shop/members', { url, route: 'c', loadfactor: 3 })
  t.match(added, { status: 201, headers: { location: `/balancer-manager/api/balancers/shop/members/${encodeURIComponent(url)}` }, body: { member: { url, route: 'c', status: 'Init Ok', added: true } } })
  t.match(await ask('POST', '/balancers/shop/members', { url }), { status: 409, body: { code: 'FST_BALANCER_NO_FREE_SLOT' } })
  const removed = await ask('DELETE', `/balancers/shop/members/${encodeURIComponent(url)}`)
  t.match(removed.body.balancer, { used: 2 })
  t.match(await ask('DELETE', `/balancers/shop/members/${encodeURIComponent(url)}`), { status: 404 })
  t.match(await ask('POST', '/balancers/shop/members', { url: a }), { status: 409, body: { code: 'FST_BALANCER_DUPLICATE' } })
  await ask('DELETE', '/balancers/shop/members/a', { note: 'gone' })
  t.strictSame(balancers.get('shop').members.map(member => member.url), [b])
  await ask('POST', '/balancers/shop/members', { url: a, route: 'b' })
  await ask('PATCH', '/balancers/shop/members/10.0.0.2:8080', { route: 'b' })
  t.match(await ask('GET', '/balancers/shop/members/b'), { status: 409, body: { message: /several members b/ } })
})

t.test('a drain has an end', async t => {
  const { ask, balancers } = await apiApp(t, { balancers: shop })
  t.match(await ask('PATCH', '/balancers/shop/members/a', { drain: { deadline: '10mi' } }), { status: 400, body: { field: 'drain' } })
  const drained = await ask('PATCH', '/balancers/shop/members/a', { status: '+N', drain: { deadline: '10mi', then: 'stop', note: 'release' } })
  const { drain } = drained.body.member
  t.match(drain, { then: 'stop', sessionsLeft: 0, by: '127.0.0.1' })
  t.ok(Math.abs(drain.latest - Date.now() - 600_000) < 60_000)
  t.match((await ask('GET', '/events')).body.events[0], { note: 'release', to: 'Draining' })
  t.match((await ask('PATCH', '/balancers/shop/members/a', { drain: { deadline: 3_600_000 } })).body.member.drain, { then: 'keep' })
  t.match(await ask('PATCH', '/balancers/shop/members/a', { drain: { deadline: '9999h' } }), { status: 400, body: { field: 'drain.deadline' } })
  t.match(await ask('PATCH', '/balancers/shop/members/a', { drain: { deadline: '1h', then: 'no' } }), { status: 400, body: { field: 'drain.then' } })
  t.match((await ask('PATCH', '/balancers/shop/members/a', { status: '-N' })).body.member, { drain: null })
  t.equal(balancers.get('shop').members[0]!.flags, 1)
})

t.test('who looked at another version is told so', async t => {
  const { ask } = await apiApp(t, { balancers: shop })
  const { headers: { etag }, body: { version } } = await ask('GET', '/balancers/shop')
  t.equal(etag, `"${version}"`)
  const tag = String(etag)
  t.match(await ask('PATCH', '/balancers/shop', { timeout: 1, version }, { 'if-match': `"x", ${tag}` }), { status: 200, headers: { etag: `"${version + 1}"` } })
  t.match(await ask('PATCH', '/balancers/shop', { timeout: 2 }, { 'if-match': tag }), { status: 412, body: { code: 'FST_BALANCER_MANAGER_PRECONDITION' } })
  t.match(await ask('PATCH', '/balancers/shop/members/a', { lbset: 2, version }), { status: 409, body: { code: 'FST_BALANCER_MANAGER_MOVED_ON' } })
  t.match(await ask('DELETE', '/balancers/shop/members/a', undefined, { 'if-match': '*' }), { status: 200 })
})

t.test('what is wrong is refused, and says where', async t => {
  const { ask, app } = await apiApp(t, { balancers: shop })
  const refusals: ReadonlyArray<readonly [method: string, path: string, body: unknown, status: number, field?: string]> = [
    ['PATCH', '/balancers/shop/members/a', { loadfactor: 0 }, 400, 'loadfactor'],
    ['PATCH', '/balancers/shop/members/a', { loadfactor: 2, status: '+X' }, 400, 'status'],
    ['PATCH', '/balancers/shop/members/a', { unheard: 1 }, 400, 'unheard'],
    ['PATCH', '/balancers/shop/members/a', { note: 1 }, 400, 'note'],
    ['PATCH', '/balancers/shop/members/a', [], 400],
    ['PATCH', '/balancers/shop', { lbmethod: 'none' }, 400, 'lbmethod'],
    ['PATCH', '/balancers/shop', { nonce: 'x' }, 400, 'nonce'],
    ['POST', '/balancers/shop/members', { route: 'x' }, 400, 'url'],
    ['POST', '/balancers/shop/members', { url: 'ftp://x' }, 400, 'url'],
    ['GET', '/events?since=x', undefined, 400, 'since'],
    ['PUT', '/balancers/shop', {}, 405]
  ]
  const before = app.balancers.get('shop').version
  for (const [method, path, body, status, field] of refusals) {
    t.match(await ask(method, path, body), { status, body: field === undefined ? {} : { field } }, `${method} ${path} ${JSON.stringify(body)}`)
  }
  t.equal((await ask('PUT', '/balancers/shop', {})).headers.allow, 'GET, PATCH, HEAD')
  t.match(await ask('PATCH', '/balancers/shop', { timeout: 1 }, { 'content-type': 'text/plain' }), { status: 415 })
  const broken = await app.inject({ method: 'PATCH', url: '/balancer-manager/api/balancers/shop', headers: { 'content-type': 'application/json' }, payload: '{' })
  t.match([broken.statusCode, broken.json()], [400, { code: 'FST_BALANCER_MANAGER_BAD_JSON' }])
  t.equal(app.balancers.get('shop').version, before)
})

t.test('pages of other sites change nothing, nor do those who may only look, nor strangers', async t => {
  const { ask } = await apiApp(t, { balancers: shop })
  const foreign = [{ origin: 'https://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]
  for (const headers of foreign) t.match(await ask('PATCH', '/balancers/shop', { timeout: 1 }, headers as unknown as Record<string, string>), { status: 403, body: { code: 'FST_BALANCER_MANAGER_FOREIGN_ORIGIN' } })
  t.match(await ask('PATCH', '/balancers/shop', { timeout: 1 }, { origin: 'http://proxy.test:8080', 'sec-fetch-site': 'same-origin' }), { status: 200 })

  const readers = await apiApp(t, { balancers: shop, options: { users: { ann: { password: 'secret', role: 'read' } } } })
  t.match(await readers.ask('GET', '/balancers'), { status: 200 })
  t.match(await readers.ask('PATCH', '/balancers/shop', { timeout: 1 }), { status: 403, body: { code: 'FST_BALANCER_READ_ONLY' } })
  t.match(await readers.ask('DELETE', '/balancers/shop/members/a'), { status: 403 })
  t.match(await readers.ask('GET', '/balancers', undefined, { authorization: 'Basic eDp5' }), { status: 401 })
})

t.test('a member that leaves meanwhile is not shown', async t => {
  const balancers = new Balancers(() => 'nonce')
  const balancer = balancers.add('shop', shop.shop)
  const { release, ...records } = keepRecords(balancers)
  const context = { balancers, history: new History(balancers), proxyPassPath: () => null, saved: () => null, ...records }
  const [all, one] = [showMembers(balancer, context), showMember(balancer, a, context)]
  control(balancers, { balancer: 'shop', remove: a }, 'ann', 0)
  const refused = t.rejects(one, { code: 'FST_BALANCER_MANAGER_UNKNOWN' })
  t.match(await all, [{ url: b }])
  await refused
  release()
})

t.test('what breaks here is no business of clients', async t => {
  const { ask, app } = await apiApp(t, { balancers: shop })
  Object.defineProperty(app.balancers, 'drains', { get () { throw new Error('secret') } })
  t.match(await ask('GET', '/balancers'), { status: 500, body: { message: 'Internal Server Error' } })
})
