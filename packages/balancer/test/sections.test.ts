import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions } from '@fastify-balancer/balancer'
import { createSections } from '../src/sections.ts'
import { startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { refusingUrl, startBackend } from './support/member.ts'

t.test('what holds for a path is made once for each set of sections', async t => {
  const made: string[] = []
  const find = createSections('/p', [{ path: '/a' }, { path: '/a/b' }, { path: /c$/ }], holding => {
    made.push(holding.map(({ path }) => String(path)).join())
    return holding.length
  })
  t.strictSame(['/p/a/b/c', '/p/a', '/p/a/x', '/p/x', '/x/c', '/p/ab', '/a'].map(find), [3, 1, 1, 0, 1, 0, 0])
  t.strictSame(made, ['', '/a,/a/b,/c$/', '/a', '/c$/'])
})

t.test('a section\'s rules come after those of all requests, its other values win', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    const { host, 'x-asked': asked, 'x-forwarded-for': client } = request.headers
    response.statusCode = request.url!.endsWith('gone') ? 404 : 200
    response.setHeader('X-Seen', JSON.stringify({ host: host!.replace(/\d+$/, ''), asked, client })).end('theirs')
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] }, {
    headers: [{ action: 'set', name: 'X-Where', value: 'all' }],
    requestHeaders: [{ action: 'set', name: 'X-Asked', value: 'all' }],
    proxyErrorOverride: true,
    sections: [
      { path: '/a', headers: [{ action: 'append', name: 'X-Where', value: 'a' }], requestHeaders: [{ action: 'append', name: 'X-Asked', value: 'a' }], proxyPreserveHost: true },
      { path: '/a/b', headers: [{ action: 'append', name: 'X-Where', value: 'b' }], proxyPreserveHost: false, proxyAddHeaders: false, proxyErrorOverride: [500] }
    ]
  })
  const table = [
    ['/', { where: 'all', host: '127.0.0.1:', asked: 'all', client: '127.0.0.1' }],
    ['/a', { where: 'all, a', host: 'www.example:', asked: 'all, a', client: '127.0.0.1' }],
    ['/a/b', { where: 'all, a, b', host: '127.0.0.1:', asked: 'all, a' }]
  ] as const
  for (const [path, expected] of table) {
    const answer = await exchange(port, get(path))
    const seen = JSON.parse(/^x-seen: (.*)\r$/im.exec(answer)![1]!)
    t.strictSame({ where: /^x-where: (.*)\r$/im.exec(answer)![1], ...seen }, expected, path)
  }
  t.match(await exchange(port, get('/a/gone')), /FST_BALANCER_ERROR_OVERRIDE/)
  t.match(await exchange(port, get('/a/b/gone')), /theirs/)
})

t.test('rules that hold always, in a section', async t => {
  const { url } = await startShop(t, { members: [{ url: await refusingUrl() }] }, {
    sections: [{ path: '/a', headers: [{ action: 'set', name: 'X-Always', value: 'a', always: true }] }]
  })
  for (const [path, value] of [['/a', 'a'], ['/b', null], ['/%zz', null], ['/%2F', null]] as const) {
    t.equal((await fetch(url + path)).headers.get('x-always'), value, path)
  }
})

t.test('a wrong section names itself when the plugin is registered', async t => {
  const table: ReadonlyArray<readonly [section: object, message: string]> = [
    [{ path: 'a' }, 'sections a: path must be a path that begins with /, or an expression'],
    [{ path: '/a', proxyVia: 'on' }, 'sections /a: unknown option proxyVia'],
    [{ path: '/a', proxyPreserveHost: 1 }, 'sections /a: proxyPreserveHost must be true or false'],
    [{ path: '/a', headers: [{ action: 'set', name: 'x' }] }, 'headers set x: needs a value'],
    [{ path: /b/, proxyErrorOverride: [200] }, 'sections /b/: proxyErrorOverride must be true, false or an array of statuses from 400 to 599'],
    [{}, 'sections undefined: path must be a path that begins with /, or an expression']
  ]
  for (const [section, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, { sections: [section] } as BalancerPluginOptions) }, { code: 'FST_BALANCER_BAD_OPTION', message })
    await app.close()
  }
})
