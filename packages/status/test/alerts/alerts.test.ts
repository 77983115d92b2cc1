import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import balancer from '@fastify-balancer/balancer'
import { control, reached } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { refusingUrl, startBackend } from '../../../balancer/test/support/member.ts'
import { until } from '../../../balancer/test/support/until.ts'
import { alerts } from '../../src/index.ts'
import type { Alert, AlertsOptions } from '../../src/index.ts'

interface Line { readonly level: number, readonly msg: string, readonly module?: string, readonly alert?: Alert }

async function startApp (t: Test, urls: readonly string[], options: AlertsOptions): Promise<{ readonly app: FastifyInstance, readonly lines: Line[] }> {
  const lines: Line[] = []
  const app = Fastify({ logger: { level: 'warn', stream: { write: (line: string) => { lines.push(JSON.parse(line)) } } } })
  t.after(() => app.close())
  await app.register(balancer, {
    balancers: { shop: { maxattempts: 5, members: urls.map(url => ({ url, retry: 600 })) } },
    proxyPass: [{ path: '/', url: 'balancer://shop/' }]
  })
  await app.register(alerts, options)
  await app.ready()
  return { app, lines }
}

t.test('what happens to members is told to the log, to the handler and to the webhook, and once', async t => {
  const posted: string[] = []
  const receiver = createServer(async (request, response) => {
    posted.push(JSON.parse(await text(request)).state)
    response.end()
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  t.after(() => receiver.close())
  const a = await startBackend(t, 'a')
  const gone = await refusingUrl()
  const heard: Alert[] = []
  const { app, lines } = await startApp(t, [gone, a.url], {
    memberDown: { for: 0, keepFiringFor: 0 },
    webhook: { url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, secret: 's' },
    onAlert: alert => { heard.push(alert) }
  })
  for (let i = 0; i < 5; i++) t.equal((await app.inject('/')).body, 'a')
  await until(() => posted.length === 1)
  t.match(heard, [{ rule: 'memberDown', state: 'firing', balancer: 'shop', member: gone, reason: /ECONNREFUSED/ }])
  reached(app.balancers.get('shop').members[0]!)
  control(app.balancers, { balancer: 'shop', member: gone, set: { status: '-E' } }, 'test', 0)
  await until(() => posted.length === 2)
  t.strictSame(heard.map(({ state }) => state), ['firing', 'resolved'])
  t.strictSame(posted, ['firing', 'resolved'])
  const logged = lines.filter(({ module }) => module === 'alerts')
  t.match(logged.map(({ level, msg }) => [level, msg]), [
    [40, new RegExp(`^memberDown: balancer://shop member ${gone}: .*ECONNREFUSED`)],
    [40, `memberDown: balancer://shop member ${gone}: over`]
  ])
  t.strictSame(logged[0]!.alert, heard[0])
})

t.test('lost heartbeats are told until they are heard', async t => {
  const heard: string[] = []
  const { app, lines } = await startApp(t, [], {
    log: false,
    overload: false,
    heartbeatLost: { keepFiringFor: 0 },
    async onAlert ({ rule, member, state }) {
      heard.push(`${rule} ${member} ${state}`)
      throw new Error('no')
    }
  })
  const heartbeat = { address: '10.0.0.1', port: 80, ready: 1, busy: 0 }
  const { heartbeats } = app.balancers
  heartbeats.hear(heartbeat, 1_000, 1_000)
  heartbeats.check(20_000)
  await until(() => heard.length === 1)
  heartbeats.hear(heartbeat, 21_000, 21_000)
  await until(() => heard.length === 2)
  t.strictSame(heard, ['heartbeatLost 10.0.0.1:80 firing', 'heartbeatLost 10.0.0.1:80 resolved'])
  await until(() => lines.length === 2)
  t.match(lines, [{ level: 50, msg: 'onAlert failed' }, { level: 50, msg: 'onAlert failed' }])
})

t.test('nothing is looked at when the app has closed', async t => {
  const { app, lines } = await startApp(t, [await refusingUrl()], { allDown: { for: 0 } })
  await app.inject('/')
  const { events } = app.balancers
  await app.close()
  t.strictSame(['failed', 'ejected', 'unhealthy', 'heartbeatLost', 'heartbeatHeard'].map(name => events.listenerCount(name as 'failed')), [0, 0, 0, 0, 0])
  t.strictSame(lines.filter(({ module }) => module === 'alerts'), [])
})

t.test('wrong options are named', async t => {
  const url = 'http://localhost/'
  for (const [options, message] of [
    [{ memberdown: false }, 'unknown option memberdown'],
    [{ log: 'yes' }, 'log must be true or false'],
    [{ onAlert: 'console.log' }, 'onAlert must be a function'],
    [{ memberDown: true }, 'memberDown must be false or an object'],
    [{ memberDown: null }, 'memberDown must be false or an object'],
    [{ memberDown: { after: 5 } }, 'memberDown: unknown option after'],
    [{ memberDown: { busy: 0.5 } }, 'memberDown: unknown option busy'],
    [{ overload: { share: 0.5 } }, 'overload: unknown option share'],
    [{ allDown: { for: 'soon' } }, 'allDown: for must be a whole number of seconds, or one with a unit (s, ms, mi, h)'],
    [{ allDown: { keepFiringFor: -1 } }, /^allDown: keepFiringFor must be/],
    [{ overload: { busy: 90 } }, 'overload: busy must be false or a number above 0, at most 1'],
    [{ overload: { errors: 0 } }, 'overload: errors must be false or a number above 0, at most 1'],
    [{ overload: { errors: '1' } }, 'overload: errors must be false or a number above 0, at most 1'],
    [{ overload: { least: -1 } }, 'overload: least must be a number from 0'],
    [{ overload: { least: '1' } }, 'overload: least must be a number from 0'],
    [{ overload: { p99: 'slow' } }, /^overload: p99 must be/],
    [{ webhook: null }, 'webhook: url must be an http or https URL without a login'],
    [{ webhook: { url: 'ftp://a' } }, 'webhook: url must be an http or https URL without a login'],
    [{ webhook: { url: 'http://a:b@c' } }, 'webhook: url must be an http or https URL without a login'],
    [{ webhook: { url: 'http://:b@c' } }, 'webhook: url must be an http or https URL without a login'],
    [{ webhook: { url, secret: '' } }, 'webhook: secret must be a text'],
    [{ webhook: { url, secret: 7 } }, 'webhook: secret must be a text'],
    [{ webhook: { url, timeout: {} } }, /^webhook: timeout must be/],
    [{ webhook: { url, retries: -1 } }, 'webhook: retries must be a whole number from 0'],
    [{ webhook: { url, queue: 0.5 } }, 'webhook: queue must be a whole number from 1']
  ] as const) {
    await t.rejects(startApp(t, [], options as unknown as AlertsOptions), { code: 'FST_BALANCER_STATUS_BAD_OPTION', message }, JSON.stringify(options))
  }
  await startApp(t, [], { overload: { busy: false, errors: false, p99: '500ms' }, allDown: false })
})
