import type { LbMethod } from '@fastify-balancer/core'
import t from 'tap'
import { startApp } from './support/app.ts'
import { keepLogs } from './support/logs.ts'
import { startBackend } from './support/member.ts'

t.test('an lbmethod of the app\'s own elects, with a reason and a source if it wants them', async t => {
  const a = await startBackend(t, 'a')
  const b = await startBackend(t, 'b')
  const sources: number[] = []
  const last: LbMethod = { name: 'Last', choose: candidates => candidates.at(-1) }
  const near: LbMethod = {
    name: 'near',
    reason: 'source',
    needsSource: true,
    choose (candidates, { source }) {
      sources.push(source)
      return candidates[0]
    }
  }
  const { logger, lines } = keepLogs('debug')
  const members = [{ url: a.url }, { url: b.url }]
  const reasons: unknown[] = []
  const { app, url } = await startApp(t, {
    lbMethods: [last, near],
    balancers: { last: { lbmethod: 'last', members }, near: { lbmethod: 'near', members } },
    proxyPass: [{ path: '/last', url: 'balancer://last/' }, { path: '/near', url: 'balancer://near/' }]
  }, app => app.addHook('onResponse', async request => { reasons.push(request.balancer?.reason) }), { logger, disableRequestLogging: true })
  t.equal(await (await fetch(`${url}/last`)).text(), 'b')
  t.equal(await (await fetch(`${url}/near`)).text(), 'a')
  t.strictSame(reasons, ['lbmethod', 'source'])
  t.ok(sources[0]! > 0)
  t.match(app.balancers.get('last').members[1]!.electedBy, { lbmethod: 1 })
  t.match(app.balancers.get('near').members[0]!.electedBy, { source: 1 })
  const told = lines.filter(line => line.ah === 'AH10123' || 'reason' in line).map(({ msg }) => msg)
  t.strictSame(told, [
    `Last selected worker ${b.url}: busy 0, lbstatus 0`,
    `balancer://last: worker ${b.url} answered, elected by lbmethod`,
    `near selected worker ${a.url}: busy 0, lbstatus 0`,
    `balancer://near: worker ${a.url} answered, elected by source`
  ])
})
