import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { alertsOptions } from '../src/alerts.ts'
import { backend } from './support/backend.ts'
import { place, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

t.test('a member that fails is told to the error log and to the webhook, once for all virtual hosts', async t => {
  const posted: string[] = []
  const hook = await backend(async (request, response) => {
    posted.push(await text(request))
    response.end()
  })
  t.teardown(hook.close)
  const gone = await backend(() => {})
  gone.close()
  await once(gone.server, 'close')
  const { ask, io } = await started(t, {
    alerts: { rules: { memberDown: { for: '0ms' }, allDown: false }, webhook: { url: hook.url, secret: 'secret' } },
    balancers: [{ name: 'shop', place, parameters: {}, members: [{ url: gone.url }] }],
    virtualHosts: [server({ addresses: [{ host: null, port: 80 }], serverName: 'other', place, proxyPass: [rule('/', 'balancer://shop/')] })]
  })
  t.equal((await ask('/')).status, 503)
  while (posted.length === 0) await new Promise(resolve => setTimeout(resolve, 10))
  t.match(JSON.parse(posted[0]!), { rule: 'memberDown', state: 'firing', balancer: 'shop', member: gone.url })
  t.equal(posted.length, 1)
  t.match(io.err(), new RegExp(`memberDown: balancer://shop member ${gone.url}: `))
})

t.test('what is not said is as by default', async t => {
  t.equal(alertsOptions(null), null)
  t.strictSame(alertsOptions({ rules: { overload: false }, webhook: null }), { overload: false })
})
