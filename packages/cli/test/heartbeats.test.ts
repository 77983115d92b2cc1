import cluster from 'node:cluster'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { HeartbeatSettings } from '@fastify-balancer/conf'
import t from 'tap'
import type { Test } from 'tap'
import { eventually } from '../../../test/support/eventually.ts'
import { freeUdpPort, openSocket } from '../../heartbeat/test/support/udp.ts'
import { serveFromWorkers } from '../src/workers.ts'
import { backend } from './support/backend.ts'
import './support/children.ts'
import { configuration, place, server } from './support/configuration.ts'
import { testIo } from './support/io.ts'
import { rule, started } from './support/started.ts'

const location = { path: '/heartbeat', handler: 'heartbeat' as const, guarded: false, place }
const silent: HeartbeatSettings = { listen: null, address: null, storage: null, maxServers: 10 }

/** What goes by the heartbeats of a member that answers. */
async function goingByHeartbeats (t: Test): Promise<Parameters<typeof configuration>[0]> {
  const member = await backend((_request, response) => { response.end('served') })
  t.teardown(member.close)
  return {
    balancers: [{ name: 'one', place, parameters: { lbmethod: 'heartbeat' }, members: [{ url: member.url }] }],
    main: server({ proxyPass: [rule('/', 'balancer://one/')], locations: [location] })
  }
}

function say (t: Test, text: string, port: number): void {
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  socket.send(text, port, '127.0.0.1')
}

t.test('a server hears datagrams, takes POSTs where a Location says so, and beats by MaxRequestWorkers', async t => {
  const { socket, port: address } = await openSocket(t)
  const listen = await freeUdpPort()
  const first = once(socket, 'message')
  const { ask, balancers, close } = await started(t, {
    ...await goingByHeartbeats(t), maxRequestWorkers: 7, heartbeat: { ...silent, maxServers: 11, listen: `127.0.0.1:${listen}`, address: `127.0.0.1:${address}` }
  })
  t.equal(String((await first)[0]), 'v=1&ready=7&busy=0')
  t.equal(balancers.heartbeats.maxServers, 11)
  t.equal((await ask('/')).status, 503)
  const heard = once(balancers.events, 'heartbeat')
  say(t, 'v=1&ready=1&busy=1', listen)
  await heard
  t.equal((await ask('/')).body, 'served')
  t.equal((await ask('/heartbeat', {}, 'POST')).status, 400)
  const last = once(socket, 'message')
  await close()
  t.equal(String((await last)[0]), 'v=1&ready=0&busy=0')
})

t.test('what cannot work is refused with its line', async t => {
  const report = [{ directive: 'HeartbeatListen', verdict: 'used' as const, note: '', ...place }]
  const fails = (heartbeat: Partial<HeartbeatSettings>, message: RegExp): Promise<unknown> =>
    t.rejects(started(t, { report, heartbeat: { ...silent, ...heartbeat } }), { name: 'Refusal', message })
  await fails({ listen: '192.0.2.77:27999' }, /^httpd\.conf:7: HeartbeatListen: 192\.0\.2\.77:27999: bind EADDRNOTAVAIL/)
  await fails({ storage: '/nonexistent/hb.dat' }, /^HeartbeatStorage: ENOENT/)
  await fails({ address: '[::::]:1' }, /^HeartbeatAddress: must be address:port/)
  await t.rejects(serveFromWorkers(1, {
    configuration: configuration({ report, heartbeat: { ...silent, listen: '192.0.2.77:27999' }, main: server({ errorLog: `${t.testdir()}/error.log` }) }), listen: [], connectTo: []
  }, 'seed', testIo()), { name: 'Refusal', message: /^httpd\.conf:7: HeartbeatListen: / })
})

t.test('with workers the primary hears and beats for all, and each knows what one was told', async t => {
  const { socket, port: address } = await openSocket(t)
  const listen = await freeUdpPort()
  const served = configuration({
    ...await goingByHeartbeats(t), maxRequestWorkers: 7, heartbeat: { ...silent, listen: `127.0.0.1:${listen}`, address: `127.0.0.1:${address}` }
  })
  const first = once(socket, 'message')
  const io = testIo()
  const serving = await serveFromWorkers(2, { configuration: served, listen: [], connectTo: [], processes: 2 }, 'seed', io)
  t.equal(String((await first)[0]), 'v=1&ready=7&busy=0')
  const url = `http://127.0.0.1:${serving.addresses[0]!.port}`
  const ask = async (path: string, body?: string): Promise<number> =>
    (await fetch(url + path, { headers: { connection: 'close' }, ...(body === undefined ? {} : { method: 'POST', body }) })).status
  const told = once(cluster, 'message')
  t.equal(await ask('/heartbeat', 'ready=4&busy=0'), 200)
  const [worker] = await told
  worker.process.kill('SIGKILL')
  await once(worker, 'exit')
  t.equal(await ask('/'), 200, 'the other one knows it')
  say(t, 'v=1&ready=0&busy=1', listen)
  await eventually(async () => await ask('/') === 503)
  await serving.close()
})
