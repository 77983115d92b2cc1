import type { Affinity } from '@fastify-balancer/balancer'
import t from 'tap'
import { startApp } from './support/app.ts'
import { keepLogs } from './support/logs.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('affinities are asked before the election, until one knows', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const asked: unknown[] = []
  const byHeader: Affinity = {
    name: 'header',
    find (request, balancer, election, path) {
      asked.push([balancer.name, path])
      const route = request.headers['x-route']
      if (typeof route === 'string') election.route = route
      return route !== undefined
    }
  }
  const always: Affinity = {
    name: 'always',
    find (_request, _balancer, election) {
      election.route = 'b'
      return true
    }
  }
  const { logger, lines } = keepLogs('debug')
  const { url } = await startApp(t, {
    balancers: { shop: { stickysession: 'S', members: [{ url: a.url, route: 'a' }, { url: b.url, route: 'b' }] } },
    proxyPass: [{ path: '/shop', url: 'balancer://shop' }]
  }, app => app.addAffinity(byHeader).addAffinity(always), { logger, disableRequestLogging: true })
  t.equal(await (await fetch(`${url}/shop/%7E?q`, { headers: { 'x-route': 'a' } })).text(), 'a')
  t.equal(await (await fetch(`${url}/shop`)).text(), 'b')
  t.strictSame(asked, [['shop', { decoded: '/shop/~', raw: '/shop/%7E', query: '?q' }], ['shop', { decoded: '/shop', raw: '/shop', query: '' }]])
  const told = lines.filter(({ msg }) => /knows/.test(msg))
  t.strictSame(told.map(({ msg }) => msg), ['header', 'always'].map(name => `balancer://shop: ${name} knows where the request belongs`))
  t.match(told[0], { module: 'proxy_balancer', httpdLevel: 'debug' })
})

t.test('affinities hear of each answer once, and may change its headers', async t => {
  const a = await startBackend(t, 'a', (_request, response) => response.writeHead(404, { 'x-from': 'a', 'set-cookie': ['a=1', 'b=2'] }).end())
  const dead = await refusingUrl()
  const heard: unknown[] = []
  const listener: Affinity = {
    name: 'listener',
    find: () => false,
    answered (request, reply, balancer, election, headers) {
      heard.push([request.url, reply.request === request, balancer.name, election.member?.url, election.reason])
      headers['set-cookie'] = [...headers['set-cookie']!, 'c=3']
      delete headers['x-from']
    }
  }
  const silent: Affinity = { name: 'silent', find: () => false }
  const { url } = await startApp(t, {
    balancers: { shop: { members: [{ url: dead }, { url: a.url }] }, gone: { members: [{ url: dead }] } },
    proxyPass: [{ path: '/gone', url: 'balancer://gone/' }, { path: '/', url: 'balancer://shop/' }]
  }, app => app.addAffinity(silent).addAffinity(listener))
  const response = await fetch(`${url}/x`)
  t.equal(response.status, 404)
  t.strictSame(response.headers.getSetCookie(), ['a=1', 'b=2', 'c=3'])
  t.equal(response.headers.get('x-from'), null)
  t.equal((await fetch(`${url}/gone`)).status, 503)
  t.strictSame(heard, [['/x', true, 'shop', a.url, 'failover']], 'nobody answered the second request')
})

t.test('at debug the reason of every answer is told', async t => {
  const a = await startBackend(t, 'a')
  const { logger, lines } = keepLogs('debug')
  const { url } = await startApp(t, {
    balancers: { shop: { members: [{ url: await refusingUrl() }, { url: a.url }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  }, undefined, { logger, disableRequestLogging: true })
  await fetch(url)
  await fetch(url)
  const told = lines.filter(line => 'reason' in line)
  t.match(told, ['failover', 'lbmethod'].map(reason => ({ reason, msg: `balancer://shop: worker ${a.url} answered, elected by ${reason}` })))
  t.equal(told.length, 2)
})
