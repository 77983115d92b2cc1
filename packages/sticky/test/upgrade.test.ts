import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import sticky from '@fastify-balancer/sticky'

t.test('a WebSocket is given the route cookie, and goes where it says', async t => {
  const member = async (name: string): Promise<string> => {
    const server = createServer()
    server.on('upgrade', (_request, socket) => {
      socket.end(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Member: ${name}\r\n\r\n`)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(balancer, {
    balancers: { chat: { routecookie: 'NODE', members: [{ url: await member('a') }, { url: await member('b') }] } },
    proxyPass: [{ path: '/', url: 'balancer://chat/' }]
  })
  await app.register(sticky, { secret: 's'.repeat(32) })
  await app.listen({ host: '127.0.0.1', port: 0 })

  const ask = async (cookie: string): Promise<{ member: string | undefined, cookie: string | undefined }> => {
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(`GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n${cookie}\r\n`)
    const head = Buffer.concat(await socket.toArray()).toString()
    return { member: /^x-member: (.*)\r$/m.exec(head)?.[1], cookie: /^set-cookie: (NODE=[^;]+)/m.exec(head)?.[1] }
  }
  const [first, second] = [await ask(''), await ask('')]
  t.equal(first.member, 'a')
  t.equal(second.member, 'b')
  for (const { member, cookie } of [first, second, second, first]) {
    t.strictSame(await ask(`Cookie: ${cookie}\r\n`), { member, cookie: undefined })
  }
})
