import { join } from 'node:path'
import t from 'tap'
import { readConfiguration } from '@fastify-balancer/conf'
import { backend } from './support/backend.ts'
import { started } from './support/started.ts'

t.test('routecookie in httpd.conf keeps a client with its member; with RouteCookieSecret nobody can read which', async t => {
  const backs = await Promise.all(['1', '2'].map(name => backend((_request, response) => { response.end(name) })))
  for (const back of backs) t.teardown(back.close)
  const members = backs.map(({ url }, i) => `BalancerMember ${url} route=member${i}`)
  for (const [secret, shown] of [['', /^R=member0;/], [`RouteCookieSecret ${'s'.repeat(32)}`, /^R=[\w-]{43};/]] as const) {
    const directory = t.testdir({
      'httpd.conf': [secret, '<Proxy balancer://shop>', ...members, 'ProxySet routecookie=R', '</Proxy>', 'ProxyPass / balancer://shop/'].join('\n')
    })
    const { ask } = await started(t, readConfiguration(join(directory, 'httpd.conf')))
    const first = await ask('/')
    const [cookie = ''] = first.headers['set-cookie'] ?? []
    t.match(cookie, shown)
    for (let i = 0; i < 3; i++) t.equal((await ask('/', { cookie: cookie.split(';')[0]! })).body, first.body)
  }
})
