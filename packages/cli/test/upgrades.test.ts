import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import t from 'tap'
import { backend } from './support/backend.ts'
import { place, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

type TestLike = Parameters<typeof started>[0]

/** A backend that changes to whatever is asked for, then says its name and repeats what it hears. */
async function echoing (t: TestLike, name: string): ReturnType<typeof backend> {
  const back = await backend((request, response) => {
    response.end(`${name} got ${request.headers.upgrade}`)
  }, (request, socket) => {
    socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: ${request.headers.upgrade}\r\nConnection: Upgrade\r\n\r\n${name}`)
    socket.pipe(socket)
  })
  t.teardown(back.close)
  return back
}

async function ask (t: TestLike, port: number, host: string, protocol: string): Promise<{ socket: Socket, until: (text: string) => Promise<string> }> {
  const socket = connect(port, '127.0.0.1')
  t.teardown(() => { socket.destroy() })
  let received = ''
  socket.on('data', bytes => { received += bytes.toString('latin1') })
  socket.write(`GET /a HTTP/1.1\r\nHost: ${host}\r\nUpgrade: ${protocol}\r\nConnection: Upgrade\r\n\r\n`)
  return {
    socket,
    async until (text) {
      while (!received.includes(text)) await once(socket, 'data')
      return received
    }
  }
}

t.test('each virtual host has its own members that upgrade', async t => {
  const [a, b] = [await echoing(t, 'member a'), await echoing(t, 'member b')]
  const virtualHost = (serverName: string, url: string, parameters: Record<string, string>) => server({
    serverName, addresses: [{ host: null, port: null }], proxyPass: [rule('/', url, parameters)]
  })
  const { serving } = await started(t, {
    virtualHosts: [virtualHost('a.example', a.url, { upgrade: 'websocket' }), virtualHost('b.example', b.url, { upgrade: 'ANY' }), virtualHost('c.example', a.url, {})]
  })
  const { port } = serving.addresses[0]!
  t.match(await (await ask(t, port, 'a.example', 'websocket')).until('member'), /^HTTP\/1\.1 101 [^]*member a/)
  t.match(await (await ask(t, port, 'b.example', 'other')).until('member'), /^HTTP\/1\.1 101 [^]*Upgrade: other[^]*member b/i)
  t.match(await (await ask(t, port, 'a.example', 'other')).until('member'), /^HTTP\/1\.1 200 [^]*member a got undefined/)
  t.match(await (await ask(t, port, 'c.example', 'websocket')).until('member'), /^HTTP\/1\.1 200 [^]*member a got undefined/)
})

t.test('a tunnel has its line in the access log when it ends', async t => {
  const directory = t.testdir()
  const a = await echoing(t, 'a')
  const { serving, balancers, close } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [{ url: a.url.replace('http', 'ws') }] }],
    main: server({
      proxyPass: [rule('/', 'balancer://one/')],
      accessLogs: [{ path: `${directory}/access.log`, format: '"%r" %>s %X %{BALANCER_WORKER_NAME}e', place }]
    })
  })
  const [member] = balancers.get('one').members
  const { socket, until } = await ask(t, serving.addresses[0]!.port, 'x', 'WebSocket')
  await until('\r\n\r\na')
  socket.write('hello')
  await until('hello')
  t.equal(member!.busy, 1)
  socket.end()
  await once(socket, 'close')
  await close()
  t.equal(member!.busy, 0)
  t.equal(readFileSync(`${directory}/access.log`, 'utf8'), `"GET /a HTTP/1.1" 101 - ${member!.url}\n`)
})

t.test('a server that stops says goodbye', async t => {
  const a = await echoing(t, '')
  const { serving, close } = await started(t, { main: server({ proxyPass: [rule('/', a.url.replace('http', 'ws'))] }) })
  const { socket, until } = await ask(t, serving.addresses[0]!.port, 'x', 'websocket')
  await until('\r\n\r\n')
  const closed = close()
  await until('\x88\x02\x03\xe9')
  socket.end()
  await closed
  t.ok(socket.closed || await once(socket, 'close'))
})
