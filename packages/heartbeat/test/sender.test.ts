import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { heartbeatSender } from '../src/index.ts'
import { beat } from '../src/beat.ts'
import type { HeartbeatSenderOptions } from '../src/index.ts'
import { openSocket, Told } from './support/udp.ts'

interface Beating {
  readonly app: FastifyInstance
  readonly url: string
  /** The next beat that comes; earlier ones are passed over. */
  readonly next: () => Promise<string>
  /** The next beat that says so. */
  readonly says: (text: string) => Promise<void>
  /** Lets requests to /slow have their answers. */
  readonly gate: EventEmitter
}

async function start (t: Test, options: Partial<HeartbeatSenderOptions> = {}): Promise<Beating> {
  const { socket, port } = await openSocket(t)
  const gate = new EventEmitter().setMaxListeners(0)
  const app = Fastify()
  await app.register(heartbeatSender, { address: `127.0.0.1:${port}`, concurrency: 10, ...options })
  app.get('/slow', async () => {
    await once(gate, 'open')
    return 'ok'
  })
  t.teardown(() => app.close())
  const next = async (): Promise<string> => String((await once(socket, 'message'))[0])
  const first = next()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.equal(await first, `v=1&ready=${options.concurrency ?? 10}&busy=0${options.port === undefined ? '' : `&port=${options.port}`}`)
  return {
    app,
    url,
    next,
    gate,
    async says (text) {
      for (let told = ''; told !== text; told = await next());
    }
  }
}

t.test('a backend beats once a second, from when it listens, and says at the end that it takes no more', async t => {
  const { app, url, next, says, gate } = await start(t, { port: 8080 })
  const began = Date.now()
  const slow = fetch(`${url}/slow`)
  t.equal(await next(), 'v=1&ready=9&busy=1&port=8080')
  t.ok(Math.abs(Date.now() - began - 1_000) < 500)
  const last = says('v=1&ready=0&busy=1&port=8080')
  const closed = app.close()
  await last
  gate.emit('open')
  await (await slow).text()
  await closed
})

t.test('more requests than it serves well leave nothing ready', async t => {
  const { url, says, gate } = await start(t, { concurrency: 2 })
  const slow = [1, 2, 3].map(() => fetch(`${url}/slow`))
  await says('v=1&ready=0&busy=3')
  gate.emit('open')
  await Promise.all(slow.map(async response => (await response).text()))
  await says('v=1&ready=2&busy=0')
})

t.test('clients that leave are not counted, not even those whose answers wait behind others', async t => {
  const { url, says } = await start(t)
  const client = connect(Number(new URL(url).port), '127.0.0.1')
  client.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2))
  await says('v=1&ready=8&busy=2')
  client.destroy()
  await says('v=1&ready=10&busy=0')
})

t.test('an app that never listens never beats', async t => {
  const { socket, port } = await openSocket(t)
  const app = Fastify()
  await app.register(heartbeatSender, { address: `127.0.0.1:${port}`, concurrency: 1 })
  socket.on('message', () => t.fail('a beat'))
  await app.ready()
  await app.inject('/')
  await app.close()
})

t.test('what does not get away is told of once', async t => {
  const log = new Told()
  const { start, stop } = beat('nobody.invalid:27999', () => ({ ready: 1, busy: 0, port: null }), log as never)
  start()
  await stop()
  t.match(log.lines, [/^warn no heartbeat gets to nobody\.invalid:27999: /])
  t.equal(log.lines.length, 1)
})

t.test('wrong options fail by their names', async t => {
  const fails = (options: object, message: string): Promise<unknown> =>
    t.rejects(async () => Fastify().register(heartbeatSender, { address: '239.0.0.1:27999', concurrency: 1, ...options }), { code: 'FST_BALANCER_BAD_OPTION', message })
  await fails({ address: 'x' }, 'address must be address:port, not "x"')
  await fails({ concurrency: 0 }, 'concurrency must be a whole number of at least 1, not 0')
  await fails({ port: 65_536 }, 'port must be from 1 to 65535, not 65536')
  await fails({ port: '80' }, 'port must be from 1 to 65535, not "80"')
  await fails({ adress: 'x' }, 'unknown option adress')
})
