import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { server } from './support/configuration.ts'
import { started } from './support/started.ts'

t.test('CONNECT is answered 501, and the connection ends', async t => {
  const { serving } = await started(t, { main: server() })
  const socket = connect(serving.addresses[0]!.port, '127.0.0.1')
  socket.write('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\n')
  t.match(await text(socket), /^HTTP\/1\.1 501 Not Implemented\r\n[^]*Connection: close/)
})

t.test('a client that is gone already does no harm', async t => {
  const { serving, ask } = await started(t, { main: server() })
  const socket = connect(serving.addresses[0]!.port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\n\r\nx')
  socket.resetAndDestroy()
  t.equal((await ask('/')).status, 404)
})
