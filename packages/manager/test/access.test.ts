import basicAuth from '@fastify/basic-auth'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import Fastify from 'fastify'
import { Balancers } from '@fastify-balancer/core'
import t from 'tap'
import manager from '../src/index.ts'
import { managerApp, standIn } from './support/manager-app.ts'

function login (name: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` }
}

t.test('without requireIp and users only this machine gets in', async t => {
  const { app } = await managerApp(t)
  for (const [remoteAddress, status] of [['127.0.0.1', 200], ['127.1.2.3', 200], ['::1', 200], ['::ffff:127.0.0.1', 200], ['10.0.0.1', 403], ['2001:db8::1', 403]] as const) {
    const response = await app.inject({ url: '/balancer-manager', remoteAddress })
    t.equal(response.statusCode, status, remoteAddress)
  }
})

t.test('requireIp opens the page to other addresses', async t => {
  const { app } = await managerApp(t, { options: { requireIp: ['10.1'] } })
  t.equal((await app.inject({ url: '/balancer-manager', remoteAddress: '10.1.0.1' })).statusCode, 200)
  const refused = await app.inject({ url: '/balancer-manager', remoteAddress: '127.0.0.1' })
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), { code: 'FST_BALANCER_MANAGER_FORBIDDEN', message: 'the balancer manager is not open to 127.0.0.1' })
  t.notMatch(refused.body, 'balancer://')
})

t.test('the address is the one that trustProxy finds', async t => {
  const { app } = await managerApp(t, { options: { requireIp: ['10.1'] }, server: { trustProxy: true } })
  t.equal((await app.inject({ url: '/balancer-manager', headers: { 'x-forwarded-for': '10.1.0.1' } })).statusCode, 200)
  t.equal((await app.inject({ url: '/balancer-manager', headers: { 'x-forwarded-for': '10.2.0.1' } })).statusCode, 403)
})

t.test('users get in with their password, from anywhere', async t => {
  const { app } = await managerApp(t, { options: { users: { ann: 'secret', bob: 'grün' } } })
  const ask = (headers: Record<string, string>) => app.inject({ url: '/balancer-manager', remoteAddress: '10.0.0.1', headers })
  t.equal((await ask(login('ann', 'secret'))).statusCode, 200)
  t.equal((await ask(login('bob', 'grün'))).statusCode, 200)
  const missing = await ask({})
  t.equal(missing.statusCode, 401)
  t.equal(missing.headers['www-authenticate'], 'Basic realm="Balancer Manager", charset="UTF-8"')
  for (const [name, password] of [['ann', 'wrong'], ['ann', ''], ['ann', 'grün'], ['eve', 'secret'], ['eve', ''], ['constructor', ''], ['', '']] as const) {
    const wrong = await ask(login(name, password))
    t.equal(wrong.statusCode, 401, `${name}:${password}`)
    t.equal(wrong.json().code, 'FST_BALANCER_MANAGER_UNAUTHORIZED')
    t.ok(wrong.headers['www-authenticate'])
  }
})

t.test('users and requireIp must both hold', async t => {
  const { app } = await managerApp(t, { options: { users: { ann: 'secret' }, requireIp: ['10'] } })
  const ask = (remoteAddress: string, headers: Record<string, string>) => app.inject({ url: '/balancer-manager', remoteAddress, headers })
  t.equal((await ask('10.0.0.1', login('ann', 'secret'))).statusCode, 200)
  t.equal((await ask('10.0.0.1', {})).statusCode, 401)
  t.equal((await ask('127.0.0.1', login('ann', 'secret'))).statusCode, 403)
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

t.test('a change is recorded with the user\'s name', async t => {
  const { balancers, post } = await managerApp(t, { options: { users: { ann: 'secret' } } })
  const shop = balancers.get('shop')
  const changed = once(balancers.events, 'change')
  await post(`b=shop&nonce=${shop.nonce}&b_max=7`, login('ann', 'secret'))
  t.match((await changed)[0], { by: 'ann', after: { maxattempts: 7 } })
})

t.test('a client on a Unix socket has no address and does not count as this machine', async t => {
  const { app } = await managerApp(t)
  const directory = await mkdtemp(join(tmpdir(), 'manager-'))
  t.after(() => rm(directory, { recursive: true }))
  const socketPath = join(directory, 'app.sock')
  await app.listen({ path: socketPath })
  const [response] = await once(get({ socketPath, path: '/balancer-manager' }), 'response') as [IncomingMessage]
  response.resume()
  t.equal(response.statusCode, 403)
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
