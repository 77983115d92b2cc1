import basicAuth from '@fastify/basic-auth'
import { once } from 'node:events'
import Fastify from 'fastify'
import { Balancers } from '@fastify-balancer/core'
import t from 'tap'
import manager from '../src/index.ts'
import { a, managerApp, standIn } from './support/manager-app.ts'

function login (name: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}

t.test('without options only this machine gets in', async t => {
  const { app } = await managerApp(t)
  const statuses = await Promise.all(['127.0.0.1', '10.0.0.1'].map(async remoteAddress => (await app.inject({ url: '/balancer-manager', remoteAddress })).statusCode))
  t.same(statuses, [200, 403])
})

t.test('every method is guarded, and no change is made', async t => {
  const { app, balancers } = await managerApp(t, { options: { requireIp: ['10'] } })
  const shop = balancers.get('shop')
  for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE'] as const) {
    const response = await app.inject({ method, url: '/balancer-manager', headers: { host: 'x', referer: 'http://x/' }, payload: `b=shop&nonce=${shop.nonce}&b_max=7` })
    t.equal(response.statusCode, 403, method)
  }
  t.equal(shop.maxattempts, null)
})

t.test('a change is recorded with the user\'s name and address, and told to the log', async t => {
  const lines: string[] = []
  const { balancers, post, submit } = await managerApp(t, {
    options: { users: { ann: 'secret' } },
    balancers: { shop: { growth: 1, members: [{ url: a, route: 'a' }] } },
    server: { logger: { stream: { write: line => lines.push(line) } } }
  })
  const shop = balancers.get('shop')
  const changed = once(balancers.events, 'change')
  const submitted = (fields: string) => post(`b=shop&nonce=${shop.nonce}&${fields}`, login('ann', 'secret'))
  await submitted('b_max=7&b_sforce=1&b_lbm=bytraffic&b_ss=A|B&b_tmo=0')
  t.match((await changed)[0], { by: 'ann@127.0.0.1', after: { maxattempts: 7 } })
  await submitted(`w=${a}&w_lf=2.5&w_wr=&w_status_D=1`)
  await submitted(`w=${a}&w_status_D=1`)
  await submitted('b_nwrkr=http://new.test&b_wyes=1')
  await submit(shop, 'b_max=8')
  t.match(lines.map(line => JSON.parse(line)).filter(({ user }) => user !== undefined), [
    {
      level: 30,
      module: 'proxy_balancer',
      user: 'ann',
      address: '127.0.0.1',
      balancer: 'shop',
      member: null,
      changes: [{ field: 'maxattempts', from: null, to: 7 }, { field: 'nofailover', from: false, to: true }, { field: 'stickysession', from: null, to: 'A|B' }, { field: 'lbmethod', from: 'byrequests', to: 'bytraffic' }],
      msg: 'ann@127.0.0.1: balancer://shop: maxattempts none -> 7, nofailover false -> true, stickysession none -> A|B, lbmethod byrequests -> bytraffic'
    },
    { member: a, msg: `ann@127.0.0.1: balancer://shop ${a}: route a -> none, status Init Ok -> Init Dis, loadfactor 1 -> 2.5` },
    { msg: 'ann@127.0.0.1: balancer://shop http://new.test: member none -> http://new.test' }
  ])
})

t.test('who may only read sees the page and changes nothing', async t => {
  const { balancers, get, post } = await managerApp(t, { options: { users: { ann: 'a', bob: { password: 'b', role: 'read' } } } })
  const shop = balancers.get('shop')
  for (const query of ['', `?b=shop&w=${a}`]) {
    const { body } = await get(query, login('bob', 'b'))
    t.match(body, `<td><a href="/balancer-manager?b=shop&amp;w=${a}&amp;nonce=">${a}</a></td>`)
    t.notMatch(body, /<form|<input|<button|data-act/)
    t.notMatch(body, shop.nonce)
  }
  t.match((await get('', login('ann', 'a'))).body, /<button/)
  const refused = await post(`b=shop&nonce=${shop.nonce}&b_max=7`, login('bob', 'b'))
  t.match(refused.json(), { statusCode: 403, code: 'FST_BALANCER_READ_ONLY' })
  t.equal(shop.maxattempts, null)
})

t.test('an app with a basic-auth of its own keeps it', async t => {
  const app = Fastify()
  t.after(() => app.close())
  await app.register(basicAuth, { async validate () { throw new Error('the app\'s own') } })
  app.get('/own', { onRequest: app.basicAuth }, async () => 'own')
  app.register(standIn(new Balancers(() => 'n')))
  app.register(manager, { users: { ann: 'secret' } })
  t.equal((await app.inject({ url: '/balancer-manager', headers: login('ann', 'secret') })).statusCode, 200)
  t.match((await app.inject({ url: '/own', headers: login('ann', 'secret') })).json(), { message: 'the app\'s own' })
})
