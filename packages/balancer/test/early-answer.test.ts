import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import t from 'tap'
import { connect } from './support/client.ts'
import { startShop } from './support/app.ts'
import { startBackend } from './support/member.ts'
import { until } from './support/until.ts'

t.test('an answer that does not wait for the end of the upload reaches the client', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(413, { connection: 'close' }).end('too much') })
  const { port, members } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\nbegun')
  let answer = ''
  client.on('data', chunk => { answer += chunk })
  await once(client, 'end')
  t.match(answer, /^HTTP\/1\.1 413 [^]*^connection: close\r$[^]*too much$/mi)
  await until(() => members[0]!.busy === 0)
})

t.test('an upload goes on while its answer already comes', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    response.write('begun')
    request.on('end', () => response.end('ended')).resume()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write('POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nfirst')
  let answer = ''
  client.on('data', chunk => { answer += chunk })
  const [request] = await once(a.server, 'request') as [IncomingMessage]
  await until(() => answer.includes('begun'))
  t.notOk(request.complete)
  client.write('last!')
  await until(() => answer.includes('ended'))
  t.ok(request.complete)
})
