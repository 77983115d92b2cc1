import type { FastifyBaseLogger } from 'fastify'
import t from 'tap'
import { a, managerApp } from './support/manager-app.ts'

const balancerForm = 'Edit balancer settings for balancer://shop'
const memberForm = `Edit worker settings for ${a}`

t.test('a link selects a form by b and w', async t => {
  const { get } = await managerApp(t)
  t.match((await get('?b=shop')).body, balancerForm)
  t.match((await get(`?b=shop&w=${a}`)).body, memberForm)
  t.match((await get('?b=shop&w=http://zz')).body, balancerForm)
  t.notMatch((await get('?b=nope')).body, 'Edit ')
  t.notMatch((await get()).body, 'Edit ')
})

t.test('parameters count only when they come from a page of the same host', async t => {
  const { get } = await managerApp(t)
  const accepted = ['http://proxy.test', 'http://proxy.test/x', 'http://PROXY.test:9/', 'https://proxy.test/']
  const refused = ['', 'garbage', 'http://evil.example/', 'http://proxy.test.evil.example/', 'http://evil.example/?http://proxy.test/', '//proxy.test/']
  for (const referer of accepted) t.match((await get('?b=shop', { referer })).body, balancerForm, referer)
  for (const referer of refused) t.notMatch((await get('?b=shop', { referer })).body, 'Edit ', referer)
})

t.test('the host is that of the Host header, whatever its case and port', async t => {
  const { get } = await managerApp(t)
  t.match((await get('?b=shop', { host: 'Foo:8080', referer: 'http://foo/' })).body, balancerForm)
  t.match((await get('?b=shop', { host: '[::1]:8080', referer: 'http://[::1]:8080/' })).body, balancerForm)
  t.notMatch((await get('?b=shop', { host: 'foo', referer: 'http://bar/' })).body, 'Edit ')
})

t.test('no edit passes without a Referer of the same host', async t => {
  const { balancers, app, post } = await managerApp(t)
  const shop = balancers.get('shop')
  const fields = `b=shop&nonce=${shop.nonce}&b_max=7`
  await post(fields, { referer: 'http://evil.example/' })
  await app.inject({ method: 'POST', url: '/balancer-manager', payload: fields })
  t.equal(shop.maxattempts, null)
})

t.test('an Origin of the same host will do, where no Referer is sent', async t => {
  const { balancers, app } = await managerApp(t)
  const shop = balancers.get('shop')
  const changed = async (headers: Record<string, string>) => {
    shop.maxattempts = null
    await app.inject({ method: 'POST', url: '/balancer-manager', headers: { host: 'proxy.test', ...headers }, payload: `b=shop&nonce=${shop.nonce}&b_max=7` })
    return shop.maxattempts === 7
  }
  t.equal(await changed({ origin: 'http://proxy.test:8080' }), true)
  t.equal(await changed({ origin: 'http://evil.example' }), false)
  t.equal(await changed({ origin: 'null' }), false)
  t.equal(await changed({ origin: 'http://proxy.test', referer: 'http://evil.example/' }), false)
})

t.test('programs may be spared the Referer, but not browsers, and not without the nonce', async t => {
  const { balancers, app } = await managerApp(t, { options: { requireReferer: false, uncheckedNonce: true }, balancers: { shop: {}, open: { nonce: 'None' } } })
  const { nonce } = balancers.get('shop')
  const changed = async (fields: string, headers: Record<string, string> = {}) => {
    for (const balancer of balancers) balancer.maxattempts = null
    await app.inject({ method: 'POST', url: '/balancer-manager', headers: { host: 'proxy.test', ...headers }, payload: `${fields}&b_max=7` })
    return [...balancers].some(({ maxattempts }) => maxattempts === 7)
  }
  t.equal(await changed(`b=shop&nonce=${nonce}`), true)
  for (const fields of ['b=shop', 'b=shop&nonce=', 'b=shop&nonce=wrong', `b=nope&nonce=${nonce}`, `nonce=${nonce}`, 'b=open', 'b=open&nonce=']) t.equal(await changed(fields), false, fields)
  for (const headers of [{ origin: 'null' }, { referer: '' }, { referer: 'http://evil.example/' }, { 'sec-fetch-site': 'cross-site' }]) {
    t.equal(await changed(`b=shop&nonce=${nonce}`, headers), false, JSON.stringify(headers))
  }
  t.notMatch((await app.inject({ url: `/balancer-manager?b=shop&nonce=${nonce}` })).body, 'Edit ', 'and links not at all')
})

t.test('the log shows no nonce', async t => {
  const stream = (lines: string[]) => ({ write: (line: string) => lines.push(line) })
  for (const serializers of [undefined, { req: ({ url }: { url: string }) => ({ url, mine: true }) }]) {
    const lines: string[] = []
    const { balancers, get } = await managerApp(t, { server: { logger: { stream: stream(lines), ...(serializers && { serializers }) } } })
    const { nonce } = balancers.get('shop')
    await get(`?b=shop&nonce=${nonce}&w=x`)
    const told = JSON.parse(lines.find(line => line.includes('incoming'))!)
    t.match(told.req, { url: '/balancer-manager?b=shop&nonce=...&w=x', ...(serializers ? { mine: true } : { method: 'GET' }) })
    t.notMatch(lines.join(''), nonce)
  }
  const told: unknown[] = []
  const loggerInstance: FastifyBaseLogger = { level: 'info', child: () => loggerInstance, info: (...given: unknown[]) => told.push(given[0]), fatal () {}, error () {}, warn () {}, debug () {}, trace () {}, silent () {} }
  const { get } = await managerApp(t, { server: { loggerInstance } })
  t.equal((await get('?b=shop')).statusCode, 200, 'a logger that is not pino does too')
})

t.test('dropped parameters are told to the log, a plain view is not', async t => {
  const lines: string[] = []
  const { app } = await managerApp(t, { server: { logger: { level: 'debug', stream: { write: line => lines.push(line) } } } })
  await app.inject({ url: '/balancer-manager' })
  t.notMatch(lines.join(''), 'AH10187')
  await app.inject({ url: '/balancer-manager?b=shop', headers: { referer: 'http://evil.example/' } })
  const told = lines.map(line => JSON.parse(line)).find(({ ah }) => ah === 'AH10187')
  t.match(told, { level: 20, module: 'proxy_balancer', httpdLevel: 'debug', referer: 'http://evil.example/' })
})

t.test('of a body the first 1024 bytes count', async t => {
  const { balancers, post } = await managerApp(t)
  const shop = balancers.get('shop')
  const fields = `b=shop&nonce=${shop.nonce}&b_max=7`
  await post(`pad=${'x'.repeat(1100)}&${fields}`)
  t.equal(shop.maxattempts, null)
  await post(`${fields}&pad=${'x'.repeat(1100)}`)
  t.equal(shop.maxattempts, 7)
})

t.test('a body is form data, whatever its Content-Type', async t => {
  const { balancers, post } = await managerApp(t)
  const shop = balancers.get('shop')
  for (const [index, type] of ['application/json', 'text/plain', 'image/png', 'multipart/form-data; boundary=x'].entries()) {
    const response = await post(`b=shop&nonce=${shop.nonce}&b_max=${index}`, { 'content-type': type })
    t.equal(response.statusCode, 200)
    t.equal(shop.maxattempts, index, type)
  }
})

t.test('of a POST the query is ignored', async t => {
  const { app, balancers } = await managerApp(t)
  const { nonce } = balancers.get('shop')
  const { statusCode, body } = await app.inject({
    method: 'POST', url: `/balancer-manager?b=shop&nonce=${nonce}`, headers: { host: 'proxy.test', referer: 'http://proxy.test/' }
  })
  t.equal(statusCode, 200)
  t.notMatch(body, 'Edit ')
})
