import type { Session } from '@fastify-balancer/core'
import t from 'tap'
import { a, managerApp } from './support/manager-app.ts'

const words = (html: string): string => html.replace(/^[^]*<body>/, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim()

t.test('a session is found, without its id in any address', async t => {
  const { app, balancers } = await managerApp(t)
  const [first] = balancers.get('shop').members
  const session: Session = {
    member: first!,
    boundAt: new Date(2026, 10, 20, 13, 40, 22).getTime(),
    usedAt: Date.now() - 14_000,
    requests: 96,
    moves: [{ at: new Date(2026, 10, 20, 13, 40, 22).getTime(), from: 'b', to: 'a', reason: 'failover', cause: 'Init Err ' }]
  }
  balancers.sessions.add({ look: (_balancer, id) => id === '7F3A90AABBCCDDC2.a' ? session : null, ages: () => new Map() })
  const find = async (id: string): Promise<string> => {
    const payload = new URLSearchParams({ session: id }).toString()
    const { body, statusCode } = await app.inject({ method: 'POST', url: '/balancer-manager/tools', headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload })
    t.equal(statusCode, 200)
    t.notMatch(body, id)
    return words(body)
  }
  t.equal(await find('7F3A90AABBCCDDC2.a'), 'Find a session Find 7F3A90…C2.a is on a in shop, healthy: since 13:40:22, last seen 14 s ago, 96 requests. 13:40:22 b to a: failover, Init Err JSON XML')
  t.match(await find('7F3A90AABBCCDDC3.a'), 'Nothing is known of 7F3A90…C3.a')
})

t.test('it is a frame of the page, for those who may see the page, and leads to other formats', async t => {
  const { app, get, balancers } = await managerApp(t)
  t.match((await get()).body, '<iframe title="Find a session, other formats" src="/balancer-manager/tools"></iframe>')
  t.notMatch((await get(`?b=shop&w=${a}&nonce=${balancers.get('shop').nonce}`)).body, '<iframe')
  const { body } = await app.inject('/balancer-manager/tools')
  t.match(body, '<form method="post" action="/balancer-manager/tools">')
  t.match(body, '<a href="/balancer-manager/api/balancers" target="_top">JSON</a>')
  t.match(body, "href='/balancer-manager/tools.css?")
  t.notMatch(body, '<script')
  t.equal((await app.inject({ url: '/balancer-manager/tools', remoteAddress: '10.0.0.9' })).statusCode, 403)
  t.match(words((await app.inject({ method: 'POST', url: '/balancer-manager/tools' })).body), 'Find a session Find JSON XML')
})

t.test('a short id is shown as it is', async t => {
  const { app } = await managerApp(t)
  const { body } = await app.inject({ method: 'POST', url: '/balancer-manager/tools', headers: { 'content-type': 'text/plain' }, payload: 'session=<b>' })
  t.match(body, '<code>&#60;b&#62;</code>')
})
