import { once } from 'node:events'
import { request as ask } from 'node:http'
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import balancer from '@fastify-balancer/balancer'
import { Balancers } from '@fastify-balancer/core'
import Fastify from 'fastify'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import heartbeat, { heartbeatHandler } from '../src/index.ts'
import type { HeartbeatOptions } from '../src/index.ts'
import { freeUdpPort } from './support/udp.ts'

async function start (t: Test, options: HeartbeatOptions): Promise<FastifyInstance> {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(balancer, {})
  await app.register(heartbeat, options)
  await app.ready()
  return app
}

function known (app: FastifyInstance): string {
  return [...app.balancers.heartbeats].map(({ server, ready, busy }) => `${server} ${ready}/${busy}`).join(', ')
}

function post (app: FastifyInstance, payload: string, remoteAddress = '127.0.0.1'): Promise<LightMyRequestResponse> {
  return app.inject({ method: 'POST', url: '/heartbeat', payload, remoteAddress })
}

t.test('a heartbeat by POST is answered as httpd does, and counts for the sender', async t => {
  const app = await start(t, { path: '/heartbeat' })
  const answer = await post(app, 'v=1&ready=10&busy=2')
  t.equal(answer.statusCode, 200)
  t.equal(answer.headers['content-type'], 'text/plain')
  t.equal(answer.body, 'OK')
  await post(app, 'ready=7&busy=1&port=8080', '::ffff:127.0.0.1')
  t.equal(known(app), '127.0.0.1 10/2, 127.0.0.1:8080 7/1')
})

t.test('a body without its fields is refused, one that is too long, and other methods', async t => {
  const app = await start(t, { path: '/heartbeat' })
  for (const body of ['garbage', 'ready=1', '']) {
    const { statusCode, json } = await post(app, body)
    t.equal(statusCode, 400)
    t.match(json(), { code: 'FST_BALANCER_BAD_HEARTBEAT', message: 'A heartbeat must say busy and ready' })
  }
  t.equal((await post(app, `ready=1&busy=1&x=${'x'.repeat(1_000)}`)).statusCode, 413)
  for (const method of ['GET', 'PUT', 'OPTIONS'] as const) {
    const { statusCode, headers } = await app.inject({ method, url: '/heartbeat' })
    t.equal(statusCode, 405)
    t.equal(headers.allow, 'POST')
  }
  t.equal(known(app), '')
})

t.test('this machine only may send them, unless more may', async t => {
  const app = await start(t, { path: '/heartbeat' })
  t.equal((await post(app, 'ready=1&busy=1', '10.0.0.1')).statusCode, 403)
  const open = await start(t, { path: '/heartbeat', requireIp: ['10.0.0.0/8'] })
  t.equal((await post(open, 'ready=1&busy=1', '10.0.0.1')).statusCode, 200)
  t.equal((await post(open, 'ready=1&busy=1')).statusCode, 403)
})

t.test('a client on a Unix socket has no address to be known by', async t => {
  const app = await start(t, { path: '/heartbeat', require: 'all granted' })
  const path = join(t.testdir(), 'socket')
  await app.listen({ path })
  const client = ask({ socketPath: path, path: '/heartbeat', method: 'POST' }).end('ready=1&busy=1')
  const [response] = await once(client, 'response')
  response.resume()
  t.equal(response.statusCode, 400)
})

t.test('where there is no room for another server it is told', async t => {
  const app = await start(t, { path: '/heartbeat', maxServers: 1 })
  t.equal((await post(app, 'ready=1&busy=1')).statusCode, 200)
  t.match((await post(app, 'ready=1&busy=1&port=8080')).json(), { statusCode: 503, code: 'FST_BALANCER_HEARTBEAT_SERVERS' })
})

t.test('datagrams and a file count too, and end with the app', async t => {
  const port = await freeUdpPort()
  const storage = join(t.testdir({ 'hb.dat': '10.0.0.1 &ready=4&busy=1&lastseen=0&port=80\n' }), 'hb.dat')
  const app = await start(t, { listen: `127.0.0.1:${port}`, storage })
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  const heard = once(app.balancers.events, 'heartbeat')
  socket.send('v=1&ready=3&busy=1', port, '127.0.0.1')
  await heard
  t.equal(known(app), '10.0.0.1 4/1, 127.0.0.1 3/1')
  t.equal((await app.inject({ method: 'POST', url: '/heartbeat' })).statusCode, 404)
  await app.close()
  const next = createSocket('udp4').bind({ port, address: '127.0.0.1', exclusive: true })
  await once(next, 'listening')
  await new Promise<void>(resolve => next.close(resolve))
  t.match(readFileSync(storage, 'utf8'), /^10\.0\.0\.1/)
})

t.test('apps that share balancers share their heartbeats', async t => {
  const balancers = new Balancers(() => '')
  const other = Fastify()
  t.teardown(() => other.close())
  await other.register(balancer, { balancers })
  await other.register(heartbeatHandler)
  await post(other, 'ready=1&busy=1')
  t.equal([...balancers.heartbeats].length, 1)
})

t.test('wrong options fail by their names', async t => {
  const fails = (options: object, message: string): Promise<unknown> => t.rejects(start(t, options), { code: 'FST_BALANCER_BAD_OPTION', message })
  await fails({}, 'one of listen, storage and path must say where heartbeats come from')
  await fails({ path: 'heartbeat' }, 'path must begin with / and hold no blanks, parameters, query or fragment, not "heartbeat"')
  await fails({ path: 1 }, 'path must begin with / and hold no blanks, parameters, query or fragment, not 1')
  await fails({ path: '/heartbeat', maxServers: 0 }, 'maxServers must be a whole number of at least 1, not 0')
  await fails({ path: '/heartbeat', requireIp: [] }, 'requireIp must be a list of at least one address')
  await fails({ listen: 'x' }, 'listen must be address:port, not "x"')
  await fails({ lsiten: '239.0.0.1:1', path: '/heartbeat' }, 'unknown option lsiten')
})
