import { once } from 'node:events'
import { connect } from 'node:http2'
import t from 'tap'
import { place, requirement, section, server } from './support/configuration.ts'
import { started } from './support/started.ts'
import { host, tlsListen } from './support/tls.ts'

const location = { path: '/server-status', handler: 'server-status' as const, guarded: false, place }

t.test('server-status is where its Location is, for whom the sections let in, and counts all servers', async t => {
  const { ask } = await started(t, {
    maxRequestWorkers: 5,
    balancers: [{ name: 'one', place, parameters: {}, members: [{ url: 'http://a.local' }] }],
    virtualHosts: [
      server({ serverName: 'local', locations: [location], proxyStatus: true }),
      server({ serverName: 'denied', locations: [{ ...location, guarded: true }], sections: [section('location', '/', { require: requirement('denied') })] }),
      server({ serverName: 'none' })
    ]
  }, { processes: 2 })
  t.equal((await ask('/server-status', { host: 'denied' })).status, 403)
  t.equal((await ask('/server-status', { host: 'none' })).status, 404)
  const { body, headers } = await ask('/server-status?auto', { host: 'local' })
  t.equal(headers['content-type'], 'text/plain; charset=ISO-8859-1')
  t.match(body, /^local\n[^]*\nTotal Accesses: 2\n[^]*\nBusyWorkers: 1\nGracefulWorkers: 0\nIdleWorkers: 2\n[^]*\nScoreboard: __W\nProxyBalancer\[0\]Name: balancer:\/\/one\n/)
  t.equal((await ask('/server-status', { host: 'local' }, 'POST')).status, 404)
})

t.test('ExtendedStatus Off and ProxyStatus Off leave their parts out', async t => {
  const { ask } = await started(t, { extendedStatus: false, main: server({ locations: [location] }) })
  t.notMatch((await ask('/server-status?auto')).body, /Total Accesses|ProxyBalancer/)
})

t.test('connections of HTTP/2 are counted', async t => {
  const { serving } = await started(t, { virtualHosts: [host('first', { locations: [location], protocols: ['h2', 'http/1.1'] })] }, { listen: tlsListen })
  const session = connect(`https://127.0.0.1:${serving.addresses[0]!.port}`, { rejectUnauthorized: false, servername: 'first.test' })
  const chunks = await session.request({ ':path': '/server-status?auto', ':authority': 'first.test' }).toArray()
  t.match(Buffer.concat(chunks).toString(), /\nBusyWorkers: 1\n[^]*\nConnsTotal: 1\n/)
  session.close()
  await once(session, 'close')
})
