import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { readConfiguration } from '@fastify-balancer/conf'
import { control } from '@fastify-balancer/core'
import { backend } from './support/backend.ts'
import { started } from './support/started.ts'
import type { Started } from './support/started.ts'

const recipe = 'Header add Set-Cookie "ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/" env=BALANCER_ROUTE_CHANGED'

/** Serves a balancer as the manual has it, and these lines. */
async function serveRecipe (t: Test, ...lines: readonly string[]): Promise<Started & { directory: string, disable: (member: number) => void }> {
  const backs = await Promise.all(['1', '2'].map(name => backend((_request, response) => { response.end(name) })))
  for (const back of backs) t.teardown(back.close)
  const directory = t.testdir({
    'httpd.conf': [
      recipe, '<Proxy "balancer://mycluster">', ...backs.map(({ url }, i) => `BalancerMember "${url}" route=${i + 1}`),
      'ProxySet stickysession=ROUTEID', '</Proxy>', 'ProxyPass "/test" "balancer://mycluster"',
      'ProxyPassReverse "/test" "balancer://mycluster"', ...lines
    ].join('\n')
  })
  const server = await started(t, readConfiguration(join(directory, 'httpd.conf')))
  return {
    ...server,
    directory,
    disable (member) {
      control(server.balancers, { balancer: 'mycluster', member: backs[member - 1]!.url, set: { status: '+D' } }, 'test', 0)
    }
  }
}

t.test('the documented recipe keeps a client with its member, and tells when it has to move', async t => {
  const { ask, disable } = await serveRecipe(t)
  const first = await ask('/test')
  t.strictSame([first.body, first.headers['set-cookie']], ['1', ['ROUTEID=.1; path=/']])
  for (let i = 0; i < 3; i++) {
    const { body, headers } = await ask('/test', { cookie: 'ROUTEID=.1' })
    t.strictSame([body, headers['set-cookie']], ['1', undefined])
  }
  disable(1)
  const moved = await ask('/test', { cookie: 'ROUTEID=.1' })
  t.strictSame([moved.body, moved.headers['set-cookie']], ['2', ['ROUTEID=.2; path=/']])
  disable(2)
  const lost = await ask('/test', { cookie: 'ROUTEID=.1' })
  t.strictSame([lost.status, lost.headers['set-cookie']], [503, undefined])
})

t.test('the manager\'s page stays as it is', async t => {
  const { ask } = await serveRecipe(t, 'Header unset Content-Security-Policy', '<Location /manager>', 'SetHandler balancer-manager', '</Location>')
  const { status, headers } = await ask('/manager')
  t.equal(status, 200)
  t.match(headers, { 'content-security-policy': String })
})

t.test('headers and access log have the same variables', async t => {
  const names = ['NAME', 'WORKER_ROUTE', 'SESSION_STICKY', 'SESSION_ROUTE', 'ROUTE_CHANGED', 'REASON']
  const format = names.map(name => `%{BALANCER_${name}}e`).join(' ')
  const { ask, disable, directory, close } = await serveRecipe(t, `Header set X-Balancer "${format}"`, `CustomLog access.log "${format}"`)
  const header = async (cookie?: string) => (await ask('/test', cookie === undefined ? {} : { cookie })).headers['x-balancer']
  const said = [await header(), await header('ROUTEID=.2')]
  disable(2)
  said.push(await header('ROUTEID=.2'))
  t.strictSame(said, [
    'balancer://mycluster 1 (null) (null) 1 lbmethod',
    'balancer://mycluster 2 ROUTEID 2 (null) route',
    'balancer://mycluster 1 ROUTEID 2 1 failover'
  ])
  await close()
  t.strictSame(readFileSync(join(directory, 'access.log'), 'utf8').trimEnd().split('\n'), said.map(line => line!.toString().replaceAll('(null)', '-')))
})

t.test('what sections say of headers holds for their paths', async t => {
  const back = await backend((request, response) => {
    response.statusCode = request.url!.endsWith('gone') ? 404 : 200
    response.end(JSON.stringify(request.headers))
  })
  t.teardown(back.close)
  const directory = t.testdir({
    'httpd.conf': [
      'ServerName proxy.example', 'ProxyVia On', 'ProxyMaxForwards 7', 'RequestHeader set X-Asked all', `ProxyPass / ${back.url}/`,
      '<Location /a>', 'RequestHeader append X-Asked a', 'Header always set X-Answered a', '</Location>',
      '<LocationMatch ^/a/b>', 'ProxyPreserveHost On', 'ProxyAddHeaders Off', 'ProxyErrorOverride On 404', '</LocationMatch>'
    ].join('\n')
  })
  const { ask } = await started(t, readConfiguration(join(directory, 'httpd.conf')))
  const seen = async (path: string): Promise<Record<string, string>> => JSON.parse((await ask(path, { host: 'www.example' })).body)
  t.match(await seen('/'), { 'x-asked': 'all', via: /^1\.1 proxy\.example/, 'max-forwards': '7', 'x-forwarded-host': 'www.example', host: /^127\.0\.0\.1:/ })
  t.match(await seen('/a'), { 'x-asked': 'all, a', host: /^127\.0\.0\.1:/ })
  const inner = await seen('/a/b')
  t.match(inner, { 'x-asked': 'all, a', host: 'www.example' })
  t.notHas(inner, 'x-forwarded-host')
  t.match(await ask('/a/gone'), { status: 404, body: /"x-asked"/, headers: { 'x-answered': 'a' } })
  const replaced = await ask('/a/b/gone')
  t.match(replaced, { status: 404, headers: { 'x-answered': 'a' } })
  t.notMatch(replaced.body, /x-asked/)
})
