/** What @fastify/reply-from 12.6 does by itself and must not happen here, by number. #10 is in tls.test.ts; #14, HTTP/2 to members, does not arise. */
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import net from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { connect, exchange, get } from './support/client.ts'
import { startApp, startShop } from './support/app.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import { until } from './support/until.ts'

const busy: RequestListener = (_request, response) => { response.writeHead(503, { 'retry-after': '1' }).end('x'.repeat(200_000)) }

t.test('#1, #2 a 503 with Retry-After is passed on at once and asked for once', async t => {
  const a = await startBackend(t, 'a', busy)
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await fetch(url)
  t.strictSame([answer.status, answer.headers.get('retry-after'), (await answer.text()).length], [503, '1', 200_000])
  t.equal(a.asked.length, 1)
})

t.test('#3 bodies that nobody reads leave no connection open', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    if (request.url === '/bad') response.socket!.write(`HTTP/1.1 700 None\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(100_000)}`)
    else busy(request, response)
  })
  let open = 0
  a.server.on('connection', socket => {
    open++
    socket.on('close', () => { open-- })
  })
  const { url, port } = await startShop(t, { members: [{ url: a.url }] })
  for (let i = 0; i < 5; i++) t.equal((await fetch(`${url}/bad`, { method: 'POST' })).status, 502)
  await until(() => open === 0)
  for (let i = 0; i < 5; i++) {
    const client = await connect(t, port)
    client.write(get('/busy'))
    await once(client, 'data')
    client.destroy()
  }
  await until(() => open <= 1)
  t.pass('one at most, and idle')
})

t.test('#4 Host is that of the member that is elected', async t => {
  const [a, b] = await Promise.all(['a', 'b'].map(name => startBackend(t, name)))
  const { url } = await startShop(t, { members: [{ url: a!.url }, { url: b!.url }] })
  for (let i = 0; i < 4; i++) await fetch(url)
  for (const { received, port } of [a!, b!]) t.strictSame(received.map(({ headers }) => headers.host), Array(2).fill(`127.0.0.1:${port}`))
})

t.test('#5 a dead member costs no request', async t => {
  const b = await startBackend(t, 'b')
  const { url } = await startShop(t, { members: [{ url: await refusingUrl(), retry: 0 }, { url: b.url }] })
  for (let i = 0; i < 30; i++) t.equal((await fetch(url)).status, 200)
})

t.test('#6 a client that leaves ends the member\'s request', async t => {
  const a = await startBackend(t, 'a', () => {})
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const client = await connect(t, port)
  client.write(get('/'))
  const [, response] = await once(a.server, 'request')
  client.destroy()
  await once(response, 'close')
  t.notOk(response.writableFinished)
})

t.test('#7 Expect, Keep-Alive and a lone Upgrade do no harm', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  for (const header of ['Expect: 100-continue', 'Keep-Alive: timeout=5', 'Upgrade: h2c']) {
    t.match(await exchange(port, get('/', header)), / 200 OK\r\n/, header)
    t.notHas(a.received.pop()!.headers, header.split(':')[0]!.toLowerCase())
  }
})

t.test('#8 what ends here is passed on neither way', async t => {
  const a = await startBackend(t, 'a', (request, response) => {
    a.received.push({ method: '', url: '', headers: request.headers, rawHeaders: request.rawHeaders, body: '' })
    response.writeHead(200, { connection: 'close, x-mine', 'x-mine': '1', 'keep-alive': 'timeout=77', 'proxy-authenticate': 'Basic' }).end()
  })
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  const answer = await exchange(port, get('/', 'Proxy-Connection: keep-alive', 'Connection: x-hop', 'X-Hop: 1'))
  t.notMatch(answer, /x-mine|timeout=77|proxy-authenticate/i)
  for (const name of ['proxy-connection', 'x-hop']) t.notHas(a.received[0]!.headers, name)
})

t.test('#9, #15 who asked is told, and no Connection header can take that away', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  await exchange(port, get('/', 'Connection: close, X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Server'))
  t.match(a.received[0]!.headers, { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'www.example:8080', 'x-forwarded-server': 'www.example' })
})

t.test('#11 a body of any type passes', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url }] })
  for (const type of ['application/xml', 'application/json', 'x/y', 'nonsense']) {
    t.equal((await fetch(url, { method: 'POST', body: '{<', headers: { 'content-type': type } })).status, 200, type)
    t.equal(a.received.pop()!.body, '{<')
  }
})

t.test('#12 a member that announces trailers, or sends them, ends neither the process nor the answer', async t => {
  const server = net.createServer(socket => {
    socket.on('error', () => {}).on('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nTrailer: X-T\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-T: 1\r\n\r\n')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = await startApp(t, { proxyPass: [{ path: '/', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }] })
  for (const request of [get('/', 'TE: trailers', 'Connection: TE'), get('/').replace('GET', 'HEAD'), 'GET / HTTP/1.0\r\n\r\n']) {
    const answer = await exchange(port, request)
    t.match(answer, /^HTTP\/1\.1 200 OK\r\n/)
    t.notMatch(answer, /x-t/i)
  }
})

t.test('#13 path parameters, dot segments, bad escapes and double slashes stay with our member', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url }] })
  t.match(await exchange(port, get('/x;jsessionid=abc.node2')), / 200 OK\r\n/)
  t.match(await exchange(port, get('//other.example/x')), / 200 OK\r\n/)
  t.match(await exchange(port, get('/%zz')), / 400 Bad Request\r\n/)
  t.match(await exchange(port, get('/a/%2e%2e/%2e%2e/b')), / 400 Bad Request\r\n/)
  t.match(a.asked, ['GET /x;jsessionid=abc.node2', /other\.example\/x$/])
})
