import t from 'tap'
import { place, requirement, section, server } from './support/configuration.ts'
import { started } from './support/started.ts'

t.test('metrics are where their Locations are, the same for all servers, for whom the sections let in', async t => {
  const location = { path: '/metrics', handler: 'balancer-metrics' as const, guarded: false, place }
  const { ask } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [{ url: 'http://a.local' }] }],
    virtualHosts: [
      server({ serverName: 'local', locations: [location] }),
      server({ serverName: 'other', locations: [location, { ...location, path: '/more' }] }),
      server({ serverName: 'denied', locations: [{ ...location, guarded: true }], sections: [section('location', '/', { require: requirement('denied') })] })
    ]
  })
  for (const [host, path] of [['local', '/metrics'], ['other', '/metrics'], ['other', '/more']] as const) {
    const { status, headers, body } = await ask(path, { host })
    t.equal(status, 200)
    t.equal(headers['content-type'], 'text/plain; version=0.0.4; charset=utf-8')
    t.match(body, /\nfastify_balancer_member_usable\{balancer="one",member="http:\/\/a\.local",route=""\} 1\n/)
    t.match(body, /\nprocess_cpu_seconds_total \d/)
  }
  t.equal((await ask('/metrics', { host: 'denied' })).status, 403)
})
