import Fastify from 'fastify'
import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { keepLogs } from './support/logs.ts'
import { startBackend } from './support/member.ts'
import { createJoin } from '../src/join.ts'
import type { RequestPath } from '../src/path.ts'
import { tidyUrl } from '../src/target.ts'

t.test('nocanon sends the path as it came', async t => {
  const h = await startBackend(t, 'h')
  const { logger, lines } = keepLogs('warn')
  const { port } = await startApp(t, {
    balancers: { b: { members: [{ url: `${h.url}/base` }] } },
    proxyPass: [
      { path: '/n', url: `${h.url}/nc`, nocanon: true },
      { path: '/slash/', url: `${h.url}/s/`, nocanon: true },
      { path: /^\/re(\/.*)/, url: 'balancer://b$1', nocanon: true },
      { path: /^\/whole/, url: 'balancer://b/m', nocanon: true }
    ]
  }, undefined, { logger, disableRequestLogging: true, rewriteUrl: tidyUrl })
  const table: ReadonlyArray<readonly [asked: string, sent: string, warns?: string]> = [
    ['/n', '/nc'],
    ['/n?', '/nc?'],
    ['/n//x/../y', '/nc//x/../y'],
    ['/n/%7eu;p=1%3B/x[1]?q=%20', '/nc/%7eu;p=1%3B/x[1]?q=%20'],
    ['/n/%ff', '/nc/%ff'],
    ['/slash/x//y', '/s/x//y'],
    ['/slash//x', '/s/x', 'warns'],
    ['/%6e/%7eu', '/nc/~u', 'warns'],
    ['/x/../n/%7eu', '/nc/~u', 'warns'],
    ['/re/%7eu?q', '/base/%7eu?q'],
    ['/whole/%7eu?q', '/base/m/whole/%7eu?q'],
    ['/r%65/%7eu?q', '/base/~u?q', 'warns']
  ]
  for (const [asked, sent, warns] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
    t.equal(lines.pop()?.ah, warns === undefined ? undefined : 'AH01136', asked)
  }
  t.match(await exchange(port, get('/n/x%2Fy')), /^HTTP\/1\.1 404 /)
})

t.test('what is sent as it is must be fit for that', async t => {
  for (const proxyPass of [{ path: '/', url: 'http://h/a b', nocanon: true }, { path: '/', url: 'http://h/a\tb', mapping: 'encoded' as const }]) {
    await t.rejects(startApp(t, { proxyPass: [proxyPass] }), { code: 'FST_BALANCER_BAD_OPTION', message: 'proxyPass /: the path of the url is sent as it is, and must be encoded' })
  }
})

t.test('a path that is not fit for a request line is refused, where a server lets it in', async t => {
  const asked: RequestPath = { decoded: '/a/b c', raw: '/a/b c', query: '' }
  for (const options of [{ nocanon: true }, { mapping: 'encoded' }, { mapping: 'servlet' }] as const) {
    t.throws(() => createJoin('/a', '/t', options, false, '')(asked, Fastify().log), { code: 'FST_BALANCER_BAD_PATH' })
  }
  t.throws(() => createJoin(/^/, '/t', { nocanon: true }, false, '')(asked, Fastify().log), { code: 'FST_BALANCER_BAD_PATH' })
})
