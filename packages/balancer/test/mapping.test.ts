import t from 'tap'
import { exchange, get } from './support/client.ts'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('mapping=encoded goes by the encoded path, and sends it', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    proxyPass: [
      { path: '/a', url: `${h.url}/decoded` },
      { path: '/a/private', url: '!', mapping: 'encoded' },
      { path: '/a%2Fb', url: `${h.url}/slash%2F`, mapping: 'encoded' },
      { path: '/a', url: `${h.url}/enc`, mapping: 'encoded' },
      { path: /^\/re\/(.*%2F.*)/, url: `${h.url}/$1`, mapping: 'encoded' },
      { path: '/raw', url: `${h.url}/raw`, mapping: 'encoded', nocanon: true }
    ]
  })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [
    ['/a/b%2Fc%3B?q', '/enc/b%2Fc%3B?q'],
    ['/%61/%7e/x//y/../z', '/enc/~/x/z'],
    ['/a%2Fb/c', '/slash%2F/c'],
    ['/re/x%2Fy', '/x%2Fy'],
    ['/raw//x', '/raw//x'],
    ['/a/private/x', '/decoded/private/x']
  ]
  for (const [asked, sent] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
  }
  for (const asked of ['/x', '/re/x', '/a%2Fbc']) t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 404 /, asked)
  for (const asked of ['/a/../../x', '/a/%']) t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 400 /, asked)
})

t.test('mapping=servlet overlooks path parameters, and sends them', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    proxyPass: [
      { path: '/map/srv', url: `${h.url}/srv`, mapping: 'servlet', nocanon: true },
      { path: '/end/', url: `${h.url}/end/`, mapping: 'servlet' }
    ]
  })
  const table: ReadonlyArray<readonly [asked: string, sent: string]> = [
    ['/map/srv/a;p=1/b', '/srv/a;p=1/b'],
    ['/map/srv;x=1/b', '/srv;x=1/b'],
    ['/map/x/..;/srv/y', '/srv/y'],
    ['/end;x/a', '/end/a']
  ]
  for (const [asked, sent] of table) {
    t.match(await exchange(port, get(asked)), /^HTTP\/1\.1 200 /, asked)
    t.equal(h.asked.pop(), `GET ${sent}`, `${asked} is sent as ${sent}`)
  }
  t.match(await exchange(port, get('/map/srv/..;/x')), /^HTTP\/1\.1 404 /)
})

t.test('mapping must be one that exists, and servlet needs a path', async t => {
  const refused = [
    [{ path: '/', url: '!', mapping: 'raw' }, 'proxyPass /: mapping must be encoded or servlet'],
    [{ path: '/', url: '!', nocanon: 'yes' }, 'proxyPass /: nocanon must be true or false'],
    [{ path: '/', url: '!', nocannon: true }, 'proxyPass /: unknown option nocannon'],
    [{ path: /^\//, url: '!', mapping: 'servlet' }, 'proxyPass /^\\//: mapping=servlet needs a path, not an expression']
  ] as const
  for (const [rule, message] of refused) {
    await t.rejects(startApp(t, { proxyPass: [rule as never] }), { code: 'FST_BALANCER_BAD_OPTION', message })
  }
})

t.test('sections hold for what a servlet sees', async t => {
  const h = await startBackend(t, 'h')
  const { port } = await startApp(t, {
    proxyPass: [{ path: '/enc', url: h.url, mapping: 'encoded' }, { path: '/srv', url: h.url, mapping: 'servlet' }, { path: '/plain', url: h.url }]
  }, app => {
    app.addHook('onRequest', async (request, reply) => { reply.header('x-target', app.sectionTarget(request)) })
  })
  const table: ReadonlyArray<readonly [asked: string, target: string]> = [
    ['/x/..;/srv;y/z?q', '/srv/z?q'],
    ['/enc/a;b', '/enc/a;b'],
    ['/plain/a;b?q', '/plain/a;b?q'],
    ['/../srv', '/../srv']
  ]
  for (const [asked, target] of table) t.match(await exchange(port, get(asked)), `x-target: ${target}\r\n`, asked)
})
