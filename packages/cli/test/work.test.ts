import { EventEmitter, once } from 'node:events'
import { get, request } from 'node:http'
import t from 'tap'
import { work } from '../src/work.ts'
import type { ToPrimary, ToWorker } from '../src/worker-messages.ts'
import { configuration, place, server } from './support/configuration.ts'
import { testIo } from './support/io.ts'

class Primary extends EventEmitter<{ message: [ToWorker], told: [ToPrimary] }> {
  send (message: ToPrimary): void {
    this.emit('told', message)
  }
}

const options = {
  configuration: configuration({
    balancers: [{ name: 'one', place, parameters: { growth: 1 }, members: [{ url: 'http://127.0.0.1:1' }] }],
    main: server({ locations: [{ path: '/manager', handler: 'balancer-manager', guarded: false, place }, { path: '/status', handler: 'server-status', guarded: false, place }, { path: '/metrics', handler: 'balancer-metrics', guarded: false, place }, { path: '/heartbeat', handler: 'heartbeat', guarded: false, place }] })
  }),
  listen: [],
  connectTo: []
}
const addition = (by: string, url: string) => ({ by, at: 1, change: { balancer: 'one', add: { url } } })

t.test('a worker serves what its primary says, with the changes made so far and those that follow', async t => {
  const primary = new Primary()
  const io = testIo()
  work(primary, io)
  const told = once(primary, 'told')
  primary.emit('message', { type: 'serve', options, seed: 'seed', changes: [addition('ann', 'http://a.local')], heartbeats: [{ server: '10.0.0.1', address: '10.0.0.1', port: null, ready: 1, busy: 1, at: Date.now() }] })
  primary.emit('message', { type: 'change', change: { by: 'joe', at: 2, change: { balancer: 'one', member: 'http://a.local', set: { route: 'at-once' } } } })
  const [message] = await told
  t.match(message, { type: 'serving', addresses: [{ host: '127.0.0.1', port: Number }] })
  const page = async (path = '/manager') => {
    const [response] = await once(get({ port: message.addresses[0].port, path, agent: false }), 'response')
    return (await response.toArray()).join('')
  }
  t.match(await page(), /http:\/\/a\.local[^]*at-once/)
  primary.emit('message', { type: 'change', change: { by: 'bob', at: 2, change: { balancer: 'one', member: 'http://a.local', set: { route: 'changed' } } } })
  t.match(await page(), 'changed')
  primary.emit('message', { type: 'reopenLogs' })
  const asked = once(primary, 'told')
  const status = page('/status?auto')
  t.strictSame(await asked, [{ type: 'figures?', id: 1 }])
  const answered = once(primary, 'told')
  primary.emit('message', { type: 'figures?', id: 7 })
  const [own] = await answered
  t.match(own, { type: 'figures', id: 7, figures: { pid: process.pid, busy: 1 } })
  primary.emit('message', { type: 'figures', id: 1, figures: [own.figures, own.figures] })
  t.match(await status, /\nProcesses: 2\n/)
  const metricsAsked = once(primary, 'told')
  const metrics = page('/metrics')
  t.strictSame(await metricsAsked, [{ type: 'metrics?', id: 1 }])
  const metricsTold = once(primary, 'told')
  primary.emit('message', { type: 'metrics?', id: 8 })
  const [{ id, metrics: ours }] = await metricsTold
  t.equal(id, 8)
  primary.emit('message', { type: 'metrics', id: 1, metrics: [ours, ours] })
  t.match(await metrics, /\nfastify_balancer_retries_left\{balancer="one"\} 20\n/, 'it tells the sums of all')
  primary.emit('message', { type: 'heartbeat', heartbeat: { server: '10.0.0.2', address: '10.0.0.2', port: null, ready: 1, busy: 1, at: Date.now() } })
  const beaten = once(primary, 'told')
  const beat = request({ port: message.addresses[0].port, path: '/heartbeat', method: 'POST', agent: false }).end('ready=1&busy=1')
  t.match(await beaten, [{ type: 'heartbeat', heartbeat: { server: '127.0.0.1', ready: 1, busy: 1 } }], 'what came from elsewhere is not told again')
  await once(beat, 'response')
  primary.emit('message', { type: 'change', change: addition('eve', 'http://b.local') })
  t.match(io.err(), /^a change by eve does not fit worker \d+: balancer:\/\/one has no free slot/)
  primary.emit('message', { type: 'close' })
  t.equal(io.stops(), 1)
  await io.stop()
  await t.rejects(page(), { code: 'ECONNREFUSED' })
})

t.test('a worker that cannot serve says why, and ends', async t => {
  const primary = new Primary()
  const io = testIo()
  work(primary, io)
  const told = once(primary, 'told')
  primary.emit('message', { type: 'serve', options: { ...options, listen: [{ host: '192.0.2.1', port: 80 }] }, seed: 'seed', changes: [], heartbeats: [] })
  t.strictSame(await told, [{ type: 'refused', reason: '192.0.2.1:80: this machine has no such address' }])
  await new Promise(setImmediate)
  t.equal(io.stops(), 1)
  await io.stop()
})

t.test('a worker that was told nothing ends as well', async t => {
  const io = testIo()
  const primary = new Primary()
  work(primary, io)
  primary.emit('message', { type: 'change', change: addition('ann', 'http://a.local') })
  await io.stop()
  t.equal(io.err(), '')
})
