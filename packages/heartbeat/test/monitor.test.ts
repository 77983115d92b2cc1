import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { Balancers } from '@fastify-balancer/core'
import { needs } from '../../../test/support/skip.ts'
import { createTick, startMonitor } from '../src/monitor.ts'
import type { MonitorOptions } from '../src/monitor.ts'
import { Storage } from '../src/storage.ts'
import { freeUdpPort, networkAddress, openSocket, Told } from './support/udp.ts'

async function start (t: Test, options: MonitorOptions): Promise<{ balancers: Balancers, log: Told, known: () => string }> {
  const balancers = new Balancers(() => '')
  const log = new Told()
  t.teardown(await startMonitor(balancers, options, log as never))
  return { balancers, log, known: () => [...balancers.heartbeats].map(({ server, ready, busy }) => `${server} ${ready}/${busy}`).join(', ') }
}

t.test('datagrams are heard, with and without port', async t => {
  const port = await freeUdpPort()
  const { balancers, log, known } = await start(t, { listen: `127.0.0.1:${port}` })
  const { socket } = await openSocket(t)
  const say = async (text: string, event = 'heartbeat'): Promise<void> => {
    const told = once(balancers.events, event)
    socket.send(text, port, '127.0.0.1')
    await told
  }
  socket.send('ready=9&busy=9', port, '127.0.0.1')
  await say('v=1&ready=10&busy=2')
  await say('v=1&ready=20&busy=0&port=8080')
  t.equal(known(), '127.0.0.1 10/2, 127.0.0.1:8080 20/0')
  t.match(log.lines, [
    `debug listens for heartbeats on 127.0.0.1:${port}`,
    'debug malformed message from 127.0.0.1',
    `debug 127.0.0.1:${socket.address().port} busy=2 ready=10`,
    'info 127.0.0.1: its heartbeat is heard'
  ])
})

t.test('who finds no room is told of once', async t => {
  const port = await freeUdpPort()
  const { balancers, log } = await start(t, { listen: `127.0.0.1:${port}` })
  balancers.heartbeats.maxServers = 1
  const { socket } = await openSocket(t)
  const told = once(balancers.events, 'heartbeat')
  socket.send('v=1&ready=1&busy=1&port=1', port, '127.0.0.1')
  await told
  for (const more of [2, 3]) socket.send(`v=1&ready=1&busy=1&port=${more}`, port, '127.0.0.1')
  const again = once(balancers.events, 'heartbeat')
  socket.send('v=1&ready=1&busy=1&port=1', port, '127.0.0.1')
  await again
  t.same(log.lines.filter(line => line.startsWith('warn')), ['warn 127.0.0.1 is not counted: there are 1 servers already (HeartbeatMaxServers)'])
})

t.test('several may listen to a group', needs('a network that carries multicast', networkAddress !== undefined, 'give this machine an address on a network'), async t => {
  const port = await freeUdpPort()
  const monitors = await Promise.all([1, 2].map(() => start(t, { listen: `239.255.7.7:${port}` })))
  const heard = monitors.map(({ balancers: { events } }) => once(events, 'heartbeat'))
  const sender = createSocket('udp4')
  t.teardown(() => sender.close())
  sender.send('v=1&ready=1&busy=1', port, '239.255.7.7')
  await Promise.all(heard)
  for (const { known } of monitors) t.equal(known(), `${networkAddress} 1/1`)
})

t.test('a lost server is told of within a second', async t => {
  const { balancers: { heartbeats, events }, log } = await start(t, {})
  heartbeats.hear({ address: '10.0.0.1', port: null, ready: 1, busy: 1 }, Date.now() - 9_900, Date.now())
  // The monitor itself keeps no process alive.
  const alive = setTimeout(() => {}, 10_000)
  await once(events, 'heartbeatLost')
  clearTimeout(alive)
  t.same(log.lines, ['info 10.0.0.1: its heartbeat is heard', 'warn 10.0.0.1: its heartbeat is lost'])
})

t.test('the file is read at the start and each second, and written each fifth', async t => {
  const directory = t.testdir({ 'hb.dat': '10.0.0.1 &ready=4&busy=1&lastseen=0&port=80\n' })
  const file = join(directory, 'hb.dat')
  const { balancers: { heartbeats }, known } = await start(t, { storage: file })
  t.equal(known(), '10.0.0.1 4/1')
  const storage = new Storage(file, heartbeats)
  const log = new Told()
  const tick = createTick(heartbeats, storage, log as never)
  storage.heard()
  for (let second = 1; second < 5; second++) {
    await tick(Date.now())
    t.match(readFileSync(file, 'utf8'), /ready=4/)
    heartbeats.hear({ address: '10.0.0.1', port: null, ready: 5, busy: 1 }, Date.now(), Date.now())
    storage.heard()
  }
  await tick(Date.now())
  t.match(readFileSync(file, 'utf8'), /ready=5/)
  rmSync(directory, { recursive: true })
  for (let second = 6; second <= 10; second++) await tick(Date.now())
  t.match(log.lines, [/^error the file of heartbeats cannot be kept: ENOENT/])
  mkdirSync(directory)
})

t.test('what cannot work fails at the start, by the name of the option', async t => {
  const fails = (options: MonitorOptions, message: RegExp): Promise<unknown> =>
    t.rejects(startMonitor(new Balancers(() => ''), options, new Told() as never), { code: 'FST_BALANCER_BAD_OPTION', message })
  await fails({ listen: '239.0.0.1' }, /^listen must be address:port, not "239.0.0.1"/)
  await fails({ listen: '192.0.2.77:9999' }, /^listen: 192.0.2.77:9999: bind EADDRNOTAVAIL/)
  await fails({ storage: '/nonexistent/hb.dat' }, /^storage: ENOENT/)
  await fails({ storage: t.testdir() }, /^storage: EISDIR/)
})
