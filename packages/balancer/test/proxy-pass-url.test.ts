import t from 'tap'
import { startApp } from './support/app.ts'

t.test('where a ProxyPass takes a request is known before it is sent', async t => {
  const { app, url } = await startApp(t, {
    balancers: { Shop: { members: [{ url: 'http://127.0.0.1:9' }] } },
    proxyPass: [
      { path: '/shop/out', url: '!' },
      { path: '/shop', url: 'balancer://Shop/base' },
      { path: '/encoded', url: 'http://127.0.0.1:9', mapping: 'encoded' },
      { path: '/plain', url: 'http://127.0.0.1:9/base' }
    ]
  }, app => {
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers['x-variable'] !== undefined) request.environment = new Map([['no-proxy', '']])
      return reply.send(app.proxyPassUrl(request) ?? 'nowhere')
    })
  })
  const urlOf = async (path: string, headers: Record<string, string> = {}): Promise<string> => (await fetch(url + path, { headers })).text()
  t.equal(await urlOf('/shop/a%20b?q'), 'balancer://shop/base/a%20b?q')
  t.match(await urlOf('/encoded/a%2fb'), /^http:\/\/127\.0\.0\.1:9/)
  t.equal(await urlOf('/plain'), 'http://127.0.0.1:9/base')
  t.equal(await urlOf('/shop/out'), 'nowhere')
  t.equal(await urlOf('/elsewhere'), 'nowhere')
  t.equal(await urlOf('/shop/%2f'), 'nowhere')
  t.equal(await urlOf('/shop', { 'x-variable': '1' }), 'nowhere')
  t.ok(app.balancers.get('shop'))
})
