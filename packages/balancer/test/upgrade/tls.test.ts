import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:tls'
import t from 'tap'
import Fastify from 'fastify'
import balancer from '@fastify-balancer/balancer'
import { ca, pem, startTlsMember } from '../support/tls-member.ts'
import { until } from '../support/until.ts'
import { upgradeTo, wire } from './support/wire.ts'

t.test('over TLS on both sides, a tunnel and plain requests alike', async t => {
  const member = await startTlsMember(t)
  member.server.on('upgrade', (request, socket) => {
    t.equal(request.headers.host, `127.0.0.1:${member.port}`)
    t.teardown(() => socket.destroy())
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nfirst')
    socket.pipe(socket)
  })
  const app = Fastify({ https: { key: pem('member.key'), cert: pem('member.cert') }, forceCloseConnections: true })
  t.teardown(() => app.close())
  await app.register(balancer, { proxyPass: [{ path: '/', url: `wss://127.0.0.1:${member.port}/` }], sslProxy: { caCertificate: ca } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const socket = connect({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1', ca, checkServerIdentity: () => undefined })
  await once(socket, 'secureConnect')
  const client = wire(socket)
  for (let i = 0; i < 2; i++) {
    client.send(upgradeTo('h2c'))
    await client.gets('\r\n\r\nmember')
    t.match(client.received, /^HTTP\/1\.1 200 OK/)
    client.received = ''
  }
  client.send(upgradeTo('websocket'))
  await client.gets('\r\n\r\nfirst')
  client.send('echo')
  await client.gets('firstecho')
  socket.end()
  await until(() => client.ended)
})
