/** Heartbeats: a real httpd and ours hear the same, hear each other, and read each other's files (HB-01 to HB-07). */
import { once } from 'node:events'
import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import balancer from '@fastify-balancer/balancer'
import heartbeat, { heartbeatSender } from '@fastify-balancer/heartbeat'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { freeUdpPort, networkAddress } from '../../../packages/heartbeat/test/support/udp.ts'
import { temporaryDirectory } from '../../support/directory.ts'
import { eventually } from '../../support/eventually.ts'
import { hasHttpd, httpdRemedy, startHttpd } from '../../support/httpd.ts'
import { startOurs } from '../../support/ours.ts'
import { needs } from '../../support/skip.ts'

interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly body: string
}

/** Asks a front server; `from` is the client's address. */
async function ask (port: number, target: string, body?: string, from = '127.0.0.1'): Promise<Answer> {
  const [method = '', path = ''] = target.split(' ')
  const call = request({ port, host: '127.0.0.1', method, path, localAddress: from, agent: false }).end(body)
  const [response] = await once(call, 'response') as [IncomingMessage]
  return { status: response.statusCode!, type: response.headers['content-type'], body: (await response.toArray()).join('') }
}

/** Serves on every address of this machine, and says which one was asked. */
async function startMember (t: Test): Promise<number> {
  const server = createServer((request, response) => {
    const { localAddress, localPort } = request.socket
    response.end(localPort === first ? localAddress : `${localAddress} on its other port`)
  }).listen(0, '0.0.0.0')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  first ??= port
  return port
}

let first: number | undefined

/** Puts a text in the place of a file, whoever may write that. */
async function replace (file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}

const fixture = (name: string): string => join(import.meta.dirname, '../../fixtures/parity', `${name}.conf`)

interface Side {
  readonly storage: string
  ask (target: string, body?: string, from?: string): Promise<Answer>
  /** Says it for a server, by POST from its address. */
  say (text: string, from?: string): Promise<Answer>
  status (path: string): Promise<number>
  /** Who answers so many requests, each once. */
  picks (times: number, path: string): Promise<string[]>
}

t.test('heartbeats', needs('a real Apache httpd', hasHttpd(), httpdRemedy), async t => {
  const directory = await temporaryDirectory(t)
  // httpd's children are nobody in particular.
  await chmod(directory, 0o777)
  const [p, q] = [await startMember(t), await startMember(t)]
  const [beats, listen] = [await freeUdpPort(), await freeUdpPort()]
  const hearing = await startHearing(t, `127.0.0.1:${beats}`, p)

  async function start (name: string, front: typeof startHttpd): Promise<Side> {
    const storage = join(directory, name)
    const { port } = await front(t, { files: [fixture('heartbeat')], hosts: {}, variables: { STORAGE: storage, BEATS: String(beats), LISTEN: String(listen), P: String(p), Q: String(q) } })
    return {
      storage,
      ask: (target, body, from) => ask(port, target, body, from),
      say: (text, from) => ask(port, 'POST /heartbeat', text, from),
      status: async path => (await ask(port, `GET ${path}`)).status,
      async picks (times, path) {
        const picks = new Set<string>()
        for (let i = 0; i < times; i++) picks.add((await ask(port, `GET ${path}`)).body)
        return [...picks].sort()
      }
    }
  }

  const [httpd, ours] = await Promise.all([start('httpd', startHttpd), start('ours', startOurs)])
  const both = [httpd, ours]
  const same = async <T>(t: Test, story: (side: Side) => Promise<T>, expected: T): Promise<void> => {
    for (const side of both) t.strictSame(await story(side), expected, side === httpd ? 'httpd' : 'ours')
  }
  const differ = async <T>(t: Test, story: (side: Side) => Promise<T>, expected: { readonly httpd: T, readonly ours: T }): Promise<void> => {
    t.strictSame(await story(httpd), expected.httpd, 'httpd')
    t.strictSame(await story(ours), expected.ours, 'ours')
  }

  await t.test('HB-01 without a heartbeat there is no member', t => same(t, side => side.status('/one'), 503))

  await t.test('HB-06 only POST is taken, and only with its fields', t => same(t, async side =>
    [(await side.ask('GET /heartbeat')).status, (await side.say('garbage')).status, (await side.say('v=1&ready=1')).status], [405, 400, 400]))

  await t.test('HB-02 a heartbeat by POST is answered OK, and its server serves', t => same(t, async side => {
    const { status, type, body } = await side.say('v=1&ready=10&busy=2')
    return [status, type, body, await side.status('/one')]
  }, [200, 'text/plain', 'OK', 200]))

  await t.test('HB-07 a member that is named is not found by its address', t => same(t, side => side.status('/named'), 503))

  await t.test('HB-03 an idle server with three places has none yet', t => same(t, async side => {
    await side.say('ready=3&busy=0')
    return side.status('/one')
  }, 503))

  await t.test('HB-04 with four it has one', t => same(t, async side => {
    await side.say('ready=4&busy=0')
    return side.status('/one')
  }, 200))

  await t.test('a member that drains, stands by or is of another set is elected by httpd all the same (K33)', async t => {
    for (const side of both) for (const from of ['127.0.0.1', '127.0.0.4']) await side.say('ready=10&busy=1', from)
    await differ(t, side => side.status('/drained'), { httpd: 200, ours: 503 })
    for (const path of ['/sets', '/standby']) {
      await differ(t, side => side.picks(16, path), { httpd: ['127.0.0.1', '127.0.0.4'], ours: ['127.0.0.4'] })
    }
  })

  await t.test('of two servers at one address httpd goes by the last heartbeat, and elects the last member (K33)', async t => {
    for (const side of both) {
      await side.say(`ready=0&busy=9&port=${q}`, '127.0.0.7')
      await side.say(`ready=9&busy=1&port=${p}`, '127.0.0.7')
    }
    await differ(t, side => side.picks(16, '/ports'), { httpd: ['127.0.0.7 on its other port'], ours: ['127.0.0.7'] })
  })

  await t.test('httpd draws one time too many for the last, even when it has no place', async t => {
    for (const side of both) {
      await side.say('ready=1&busy=1', '127.0.0.5')
      await side.say('ready=0&busy=9', '127.0.0.6')
    }
    await differ(t, side => side.picks(16, '/draw'), { httpd: ['127.0.0.5', '127.0.0.6'], ours: ['127.0.0.5'] })
  })

  await t.test('HB-05 a server serves that was heard 8 seconds ago, not one that was heard 11 seconds ago', async t => {
    for (const { storage } of both) {
      const lines = await readFile(storage, 'utf8').catch(() => '')
      await replace(storage, `${lines}127.0.0.2 &ready=10&busy=2&lastseen=8&port=80\n127.0.0.3 &ready=10&busy=2&lastseen=11&port=80\n`)
    }
    await same(t, async side => {
      await eventually(async () => await side.status('/seen8') === 200)
      return side.status('/seen11')
    }, 503)
  })

  await t.test('a file that ours writes is read by httpd, and one that httpd writes by ours', async t => {
    await httpd.say('ready=10&busy=2', '127.0.0.8')
    t.equal(await ours.status('/copied'), 503)
    await replace(ours.storage, await readFile(httpd.storage, 'utf8'))
    await eventually(async () => await ours.status('/copied') === 200)
    t.match(await readFile(httpd.storage, 'utf8'), /^127\.0\.0\.8 &ready=10&busy=2&lastseen=\d&port=80$/m)

    await httpd.say('ready=0&busy=9')
    t.equal(await httpd.status('/one'), 503)
    await ours.say('ready=10&busy=2')
    await eventually(async () => /^127\.0\.0\.1 &ready=10&busy=2&lastseen=\d&port=80$/m.test(await readFile(ours.storage, 'utf8')))
    await replace(httpd.storage, await readFile(ours.storage, 'utf8'))
    t.equal(await httpd.status('/one'), 200)
  })

  await t.test('the heartbeats of httpd, and those of ours as a server, reach a balancer of ours', async t => {
    const kinds = new Set<string>()
    await eventually(async () => {
      for (const { ready, busy, server } of hearing.balancers.heartbeats) kinds.add(`${server} ${ready + busy} ${server === '127.0.0.1'}`)
      return kinds.size >= 2
    })
    t.strictSame([...kinds].sort(), ['127.0.0.1 25 true', '127.0.0.1 400 true'], '25 threads, and MaxRequestWorkers by default')
    t.equal((await hearing.inject('/one')).body, '127.0.0.1')
  })
})

/** A balancer of ours that hears datagrams, with one member. */
async function startHearing (t: Test, listen: string, port: number, host = '127.0.0.1'): Promise<FastifyInstance> {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(balancer, {
    balancers: { one: { lbmethod: 'heartbeat', members: [{ url: `http://${host}:${port}` }] } },
    proxyPass: [{ path: '/one', url: 'balancer://one/' }]
  })
  await app.register(heartbeat, { listen })
  return app
}

const network = needs('a network that carries multicast', networkAddress !== undefined, 'give this machine an address on a network')

t.test('the heartbeats of a backend of ours, sent to a group, reach httpd and ours', { ...needs('a real Apache httpd', hasHttpd(), httpdRemedy), ...network }, async t => {
  const group = `239.255.7.8:${await freeUdpPort()}`
  const backend = Fastify()
  backend.get('/', async () => 'beating')
  await backend.register(heartbeatSender, { address: group, concurrency: 100 })
  t.teardown(() => backend.close())
  const port = Number(new URL(await backend.listen({ host: networkAddress!, port: 0 })).port)
  const httpd = await startHttpd(t, { files: [fixture('heartbeat-group')], hosts: {}, variables: { GROUP: group, ADDRESS: networkAddress!, P: String(port) } })
  const ours = await startHearing(t, group, port, networkAddress)
  await eventually(async () => (await ask(httpd.port, 'GET /one')).body === 'beating')
  await eventually(async () => (await ours.inject('/one')).body === 'beating')
  await backend.close()
  await eventually(async () => (await ask(httpd.port, 'GET /one')).status === 503)
  await eventually(async () => (await ours.inject('/one')).statusCode === 503)
  t.match([...ours.balancers.heartbeats], [{ server: networkAddress, ready: 0 }], 'the last one says that nothing is ready any more')
})
