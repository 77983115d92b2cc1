import cluster from 'node:cluster'
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import './support/children.ts'
import { serveFromWorkers } from '../src/workers.ts'
import { configuration, place, server } from './support/configuration.ts'
import { testIo } from './support/io.ts'

const options = {
  configuration: configuration({
    balancers: [{ name: 'one', place, parameters: { growth: 1 }, members: [{ url: 'http://127.0.0.1:1' }] }],
    main: server({
      proxyStatus: true,
      locations: [{ path: '/manager', handler: 'balancer-manager', guarded: false, place }, { path: '/status', handler: 'server-status', guarded: false, place }, { path: '/metrics', handler: 'balancer-metrics', guarded: false, place }]
    })
  }),
  listen: [],
  connectTo: []
}

async function ask (port: number, form?: string, path = '/manager'): Promise<string> {
  const url = `http://127.0.0.1:${port}${path}`
  const call = request(url, { method: form === undefined ? 'GET' : 'POST', agent: false, headers: { referer: url } })
  const [response] = await once(call.end(form), 'response')
  return (await response.toArray()).join('')
}

/** The next worker that listens. */
async function nextListening (): Promise<void> {
  await once(cluster, 'listening')
}

t.test('workers serve together, and an operator\'s change reaches all of them, also those that start later', async t => {
  const io = testIo()
  const serving = await serveFromWorkers(2, options, 'seed', io)
  const { port } = serving.addresses[0]!
  t.equal(Object.keys(cluster.workers!).length, 2)
  t.match(await ask(port, undefined, '/metrics'), /\nfastify_balancer_retries_left\{balancer="one"\} 20\n/, 'metrics are those of all of them')
  t.match(await ask(port, undefined, '/status?auto'), /\nProcesses: 2\n/, 'server-status tells of all of them')
  serving.reopenLogs()
  const nonce = /nonce=([-0-9a-f]{36})/.exec(await ask(port))![1]!

  const told = once(cluster, 'message')
  const member = encodeURIComponent('http://127.0.0.1:1')
  await ask(port, `b=one&w=${member}&nonce=${nonce}&w_wr=changed`)
  const [first] = await told
  first.process.kill('SIGKILL')
  await once(first, 'exit')
  t.match(await ask(port), 'changed', 'the other one has it')
  await nextListening()
  t.match(io.err(), /^worker \d+ ended with SIGKILL; another worker starts in 100 ms\n$/)

  const [second] = Object.values(cluster.workers!)
  second!.process.kill('SIGKILL')
  await nextListening()
  for (let i = 0; i < 4; i++) {
    const page = await ask(port)
    t.match(page, 'changed', 'those that died and came back have it')
    t.match(page, `nonce=${nonce}`, 'and the same nonces')
  }
  await serving.close()
  t.strictSame(Object.keys(cluster.workers!), [])
})

t.test('a worker that dies while all end is not started again, nor one whose pause is not over', async t => {
  const io = testIo()
  const serving = await serveFromWorkers(2, options, 'seed', io)
  const [worker] = Object.values(cluster.workers!)
  worker!.process.kill('SIGTERM')
  await once(worker!, 'exit')
  await serving.close()
  t.strictSame(Object.keys(cluster.workers!), [])
  t.match(io.err(), /^worker \d+ ended with 0; another worker starts in \d+ ms\n$/)
})

t.test('a worker that starts while all end does not serve any more', async t => {
  const serving = await serveFromWorkers(1, options, 'seed', testIo())
  const [worker] = Object.values(cluster.workers!)
  worker!.process.kill('SIGKILL')
  await once(cluster, 'fork')
  await serving.close()
  t.strictSame(Object.keys(cluster.workers!), [])
})

t.test('what no worker can serve is refused once, and no worker is left', async t => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  await t.rejects(serveFromWorkers(2, { ...options, listen: [{ host: '127.0.0.1', port }] }, 'seed', testIo()), {
    name: 'Refusal', message: `127.0.0.1:${port}: address already in use`
  })
  t.strictSame(Object.keys(cluster.workers!), [])
  taken.close()
})

t.test('a worker that cannot start again is tried again', async t => {
  const io = testIo()
  const serving = await serveFromWorkers(1, options, 'seed', io)
  const [worker] = Object.values(cluster.workers!)
  worker!.process.kill('SIGKILL')
  const [next] = await once(cluster, 'fork')
  next.process.kill('SIGKILL')
  await nextListening()
  t.match(io.err(), /worker \d+ ended with SIGKILL before it served; another worker starts in 200 ms/)
  await serving.close()
})
