import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import type { LbMethod } from '@fastify-balancer/core'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a wrong option names itself when the plugin is registered', async t => {
  const table: ReadonlyArray<readonly [options: object, message: string | RegExp]> = [
    [{ proxypass: [] }, 'unknown option proxypass'],
    [{ toString: 1 }, 'unknown option toString'],
    [{ balancers: 'shop' }, 'balancers must be an object'],
    [{ lbMethods: {} }, 'lbMethods must be an array of { name }'],
    [{ proxyPass: {} }, 'proxyPass must be an array of { url }'],
    [{ proxyPass: [null] }, 'proxyPass must be an array of { url }'],
    [{ proxyPass: [{ path: '/' }] }, 'proxyPass must be an array of { url }'],
    [{ proxyPass: [{ url: 'http://h' }] }, 'proxyPass undefined: path must begin with / or be a regular expression'],
    [{ proxyPass: [{ path: 'a', url: 'http://h' }] }, 'proxyPass a: path must begin with / or be a regular expression'],
    [{ proxyPass: [{ path: '/a', url: '/b' }] }, 'proxyPass /a: url must be balancer://…, http://…, https://…, ws://…, wss://… or !, not "/b"'],
    [{ proxyPass: [{ path: '/a', url: 'ftp://h' }] }, 'proxyPass /a: url must be balancer://…, http://…, https://…, ws://…, wss://… or !, not "ftp://h"'],
    [{ proxyPass: [{ path: '/a', url: 'balancer://none' }] }, 'proxyPass /a: no balancer is named none'],
    [{ balancers: { shop: {} }, proxyPass: [{ path: '/a', url: 'balancer://shop', parameters: {} }] }, 'proxyPass /a: parameters belong to the balancer, not to the path'],
    [{ proxyPassReverse: [{ path: '/a' }] }, 'proxyPassReverse must be an array of { path, url }'],
    [{ proxyPassReverse: [{ path: '/a', url: 'balancer://none' }] }, 'proxyPassReverse /a: no balancer is named none'],
    [{ proxyPassReverse: [{ path: '/a', url: '/b', location: 1 }] }, 'location must be a path or a regular expression'],
    [{ allowEncodedSlashes: 'On' }, 'allowEncodedSlashes must be true, false or nodecode'],
    [{ proxyPassReverseCookiePath: [{ internal: '/a' }] }, 'proxyPassReverseCookiePath must be an array of { internal, public }'],
    [{ proxyPassReverseCookieDomain: ['a b'] }, 'proxyPassReverseCookieDomain must be an array of { internal, public }'],
    [{ headers: { action: 'add' } }, 'headers must be an array of { action, name }'],
    [{ proxyPreserveHost: 'On' }, 'proxyPreserveHost must be true or false'],
    [{ proxyAddHeaders: 1 }, /^proxyAddHeaders must be true, false or an array of X-Forwarded-For, .*, Forwarded$/],
    [{ proxyAddHeaders: ['X-Real-IP'] }, /^proxyAddHeaders must be/],
    [{ trustForwarded: '10.0.0.1' }, 'trustForwarded must be true, false or an array of addresses'],
    [{ trustForwarded: ['all'] }, 'trustForwarded must list addresses and subnets, not "all"'],
    [{ proxyVia: 'On' }, 'proxyVia must be one of off, on, full, block'],
    [{ proxyMaxForwards: -1 }, 'proxyMaxForwards must be a whole number from 0'],
    [{ proxyErrorOverride: [399] }, 'proxyErrorOverride must be true, false or an array of statuses from 400 to 599'],
    [{ proxyErrorOverride: 'On' }, 'proxyErrorOverride must be true, false or an array of statuses from 400 to 599'],
    [{ sections: [null] }, 'sections must be an array of { path }'],
    [{ proxyTimeout: 0 }, 'proxyTimeout must be a number of seconds above 0, or one with a unit (s, ms, mi, h)'],
    [{ proxyTimeout: 'soon' }, 'proxyTimeout must be a number of seconds above 0, or one with a unit (s, ms, mi, h)'],
    [{ proxyRetryBodySize: -1 }, 'proxyRetryBodySize must be a whole number of bytes'],
    [{ proxyRetryBodySize: '64K' }, 'proxyRetryBodySize must be a whole number of bytes'],
    [{ proxy100Continue: 'On' }, 'proxy100Continue must be true or false'],
    [{ proxyErrorReason: 1 }, 'proxyErrorReason must be true or false'],
    [{ serverName: 1 }, 'serverName must be a text'],
    [{ proxySourceAddress: 'localhost' }, 'proxySourceAddress must be an IP address'],
    [{ sslProxy: 1 }, 'sslProxy must be an object'],
    [{ connectTo: 'a:1:b:2' }, 'connectTo must be an array'],
    [{ connectTo: ['a'] }, 'connectTo must be HOST:PORT:TO-HOST:TO-PORT, not "a"']
  ]
  for (const [options, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, options as BalancerPluginOptions) }, { code: 'FST_BALANCER_BAD_OPTION', message })
    await app.close()
  }
})

t.test('so does a wrong parameter', async t => {
  const table: ReadonlyArray<readonly [options: object, message: RegExp]> = [
    [{ balancers: { shop: { members: [{ url: 'http://h', loadfactor: 0 }] } } }, /balancer:\/\/shop member http:\/\/h: loadfactor must be/],
    [{ balancers: { shop: { lbmethod: 'none' } } }, /balancer:\/\/shop: lbmethod must be/],
    [{ proxyPass: [{ path: '/', url: 'http://h', parameters: { timeout: -1 } }] }, /http:\/\/h: timeout must be/],
    [{ proxyPass: [{ path: '/', url: 'http://h', parameters: { status: '+Z' } }] }, /http:\/\/h: status must be/]
  ]
  for (const [options, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, options as BalancerPluginOptions) }, { code: 'FST_BALANCER_BAD_PARAMETER', message })
    await app.close()
  }
})

t.test('options that are undefined are as good as none', async t => {
  const { app } = await startApp(t, { balancers: undefined, proxyTimeout: undefined, serverName: undefined } as unknown as BalancerPluginOptions)
  t.strictSame([...app.balancers], [])
})

t.test('the caller\'s options are left as they are', async t => {
  const options = Object.freeze({
    balancers: Object.freeze({ shop: Object.freeze({ members: Object.freeze([Object.freeze({ url: 'http://h' })]) }) }),
    proxyPass: Object.freeze([Object.freeze({ path: '/', url: 'balancer://shop' })])
  })
  await startApp(t, options)
})

t.test('an app may bring an lbmethod of its own', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const last: LbMethod = { name: 'last', choose: candidates => candidates.at(-1) }
  const { url } = await startApp(t, {
    lbMethods: [last],
    balancers: { shop: { lbmethod: 'last', members: [{ url: a.url }, { url: b.url }] } },
    proxyPass: [{ path: '/', url: 'balancer://shop' }]
  })
  for (let i = 0; i < 3; i++) t.equal(await (await fetch(url)).text(), 'b')
})

t.test('a member behind a plain URL has its parameters', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { url } = await startApp(t, { proxyPass: [{ path: '/slow', url: a.url, parameters: { timeout: '100ms' } }] }, app => {
    app.proxyPass('/off', a.url, { status: '+D' })
  })
  t.equal((await fetch(`${url}/slow`)).status, 504)
  t.equal((await fetch(`${url}/off`)).status, 503)
  t.strictSame(a.asked, ['GET /'])
})
