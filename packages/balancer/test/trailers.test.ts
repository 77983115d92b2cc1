import t from 'tap'
import { exchange } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'

t.test('trailers of an answer are dropped, announced or not, and harm nobody', async t => {
  const heads = {
    'announced in chunks': 'HTTP/1.1 200 OK\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: 1\r\n\r\n',
    'not announced': 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: 1\r\nContent-Length: 3\r\n\r\n',
    'announced and not sent': 'HTTP/1.1 200 OK\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n',
    'announced without chunks': 'HTTP/1.1 200 OK\r\nTrailer: X-T\r\nContent-Length: 4\r\n\r\nbody',
    'announced badly': 'HTTP/1.1 200 OK\r\nTrailer: Content-Length, :, \r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n'
  }
  let answer = ''
  let connections = 0
  const a = await startBackend(t, 'a')
  a.server.removeAllListeners('connection').on('connection', socket => {
    connections++
    socket.on('data', () => socket.write(answer))
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  for (const [what, head] of Object.entries(heads)) {
    answer = head
    const received = await exchange(port, 'GET / HTTP/1.1\r\nHost: h\r\nTE: trailers\r\nConnection: close, TE\r\n\r\n')
    t.match(received, /^HTTP\/1\.1 200 /, what)
    t.match(received, /\r\nbody\r\n0\r\n\r\n$|\r\n\r\nbody$/, what)
    t.notMatch(received, /X-T|Trailer/i, what)
  }
  t.equal(connections, 1)
})

t.test('trailers of a request are dropped too', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const received = await exchange(port, 'POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: 1\r\n\r\n')
  t.match(received, /^HTTP\/1\.1 200 /)
  t.match(a.received, [{ body: 'body' }])
  t.equal(a.received[0]!.headers.trailer, undefined)
  t.notMatch(JSON.stringify(a.received[0]), 'X-T')
})
