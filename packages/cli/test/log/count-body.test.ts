import { once } from 'node:events'
import { IncomingMessage, ServerResponse, createServer as createHttp1, request } from 'node:http'
import { connect, createServer } from 'node:http2'
import { Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { CountedResponse, bodyBytesOf, countBody } from '../../src/log/count-body.ts'

type Answer = (response: ServerResponse) => void

async function count (Response: typeof ServerResponse, method: string, answer: Answer): Promise<number> {
  let counted = -1
  const server = createHttp1({ ServerResponse: Response }, (incoming, response) => {
    countBody(incoming, response)
    response.once('close', () => { counted = bodyBytesOf(response) })
    answer(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [response] = await once(request({ port: (server.address() as AddressInfo).port, method, agent: false }).end(), 'response')
  await response.resume().toArray()
  server.close()
  await once(server, 'close')
  return counted
}

for (const Response of [ServerResponse, CountedResponse]) {
  t.test(`what is written and what ends a ${Response.name} is counted in bytes`, async t => {
    t.equal(await count(Response, 'GET', response => {
      response.write('caf\xe9')
      response.write('caf\xe9', 'latin1')
      response.write(Buffer.from('123'), () => {})
      response.end('end')
    }), 15)
    t.equal(await count(Response, 'GET', response => { response.end() }), 0)
    t.equal(await count(Response, 'GET', response => { response.end('\xe9', () => {}) }), 2)
  })

  t.test(`a ${Response.name} to HEAD has no body`, async t => {
    t.equal(await count(Response, 'HEAD', response => { response.end('something') }), 0)
  })
}

t.test('a response that nobody counts has no bytes', async t => {
  t.equal(bodyBytesOf(new ServerResponse(new IncomingMessage(new Socket()))), 0)
})

t.test('over HTTP/2 each byte is counted once', async t => {
  let counted = -1
  const server = createServer((incoming, response) => {
    const counting = response as unknown as ServerResponse
    countBody(incoming as never, counting)
    counting.once('close', () => { counted = bodyBytesOf(counting) })
    counting.write('some')
    counting.end('thing')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const stream = session.request({ ':path': '/' })
  t.equal(Buffer.concat(await stream.toArray()).toString(), 'something')
  session.close()
  server.close()
  await once(server, 'close')
  t.equal(counted, 9)
})
