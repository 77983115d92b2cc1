import t from 'tap'
import { startApp } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('a request with the variable no-proxy has no ProxyPass', async t => {
  const h = await startBackend(t, 'h')
  const { url } = await startApp(t, { proxyPass: [{ path: '/', url: `${h.url}/` }] }, app => {
    app.addHook('onRequest', async request => {
      t.equal(request.environment, null)
      const name = request.headers['x-variable']
      if (typeof name === 'string') request.environment = new Map([[name, '']])
    })
  })
  const statusWith = async (headers: Record<string, string>): Promise<number> => (await fetch(`${url}/x`, { headers })).status
  t.equal(await statusWith({}), 200)
  t.equal(await statusWith({ 'x-variable': 'other' }), 200)
  t.equal(await statusWith({ 'x-variable': 'no-proxy' }), 404)
  t.equal(h.asked.length, 2)
})
