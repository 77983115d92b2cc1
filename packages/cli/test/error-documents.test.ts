import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:http2'
import net from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { addErrorDocuments } from '../src/error-documents.ts'
import { sendPage } from '../src/page.ts'
import { backend } from './support/backend.ts'
import { place, requirement, said, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

const nobody = 'http://127.0.0.1:1/'

const text = (value: string) => ({ kind: 'text', value }) as const
const path = (value: string) => ({ kind: 'path', value }) as const
const url = (value: string) => ({ kind: 'url', value }) as const

t.test('a text is the page, by section, unless it says default', async t => {
  const { ask } = await started(t, {
    main: server({
      proxyPass: [rule('/dead', nobody)],
      settings: said({ errorDocuments: { 404: text('<p>none</p>'), 503: text('\u00dcberlastet') } }),
      sections: [section('location', '/a', { errorDocuments: { 404: text('a') } }), section('location', '/a/b', { errorDocuments: { 404: null } })]
    })
  })
  const missing = await ask('/x')
  t.match(missing, { status: 404, body: '<p>none</p>', headers: { 'content-type': 'text/html; charset=utf-8' } })
  t.match(await ask('/dead/x'), { status: 503, body: '\u00dcberlastet', headers: { 'retry-after': '1' } })
  t.match(await ask('/a/x'), { status: 404, body: 'a' })
  t.match((await ask('/a/b')).body, '<h1>Not Found</h1>')
  t.match(await ask('/%zz'), { status: 400, body: /<h1>Bad Request/ })
})

t.test('what the router refuses has only the server\'s document', async t => {
  const { ask } = await started(t, {
    main: server({ proxyPass: [rule('/', nobody)], settings: said({ errorDocuments: { 400: text('bad') } }) })
  })
  t.match(await ask('/%zz'), { status: 400, body: 'bad' })
})

t.test('a URL is where the client is sent, and nothing else of the error is left', async t => {
  const back = await backend((_request, response) => { response.writeHead(500, 'Sorry').end('own') })
  t.teardown(back.close)
  const { ask } = await started(t, {
    main: server({
      proxyPass: [rule('/dead', nobody), rule('/', `${back.url}/`)],
      proxyErrorOverride: true,
      settings: said({ errorDocuments: { 503: url('http://e.example/503?x'), 500: url('https://e.example/') } })
    })
  })
  const answer = await ask('/dead')
  t.match(answer, { status: 302, headers: { location: 'http://e.example/503?x' }, body: '<h1>Found</h1>' })
  t.notOk('retry-after' in answer.headers)
  t.match(await ask('/x'), { status: 302, headers: { location: 'https://e.example/' } })
})

t.test('a path is answered by this server, with the status of the error', async t => {
  const docs = t.testdir({ 'sorry.html': '<p>sorry</p>', sub: {} })
  const { ask } = await started(t, {
    main: server({
      documentRoot: docs,
      settings: said({ errorDocuments: { 404: path('/sorry.html'), 403: path('/sorry.html?x'), 405: path('/sorry.html') } }),
      sections: [
        section('directory', `${docs}/sub`, { errorDocuments: { 403: text('no listing') } }),
        section('location', '/closed', { require: requirement('denied') })
      ]
    })
  })
  const missing = await ask('/x', { 'if-none-match': '*', range: 'bytes=0-1' })
  t.match(missing, { status: 404, body: '<p>sorry</p>', headers: { 'content-type': 'text/html; charset=utf-8', 'content-length': '12' } })
  t.notOk('etag' in missing.headers || 'last-modified' in missing.headers || 'accept-ranges' in missing.headers)
  t.match(await ask('/closed'), { status: 403, body: '<p>sorry</p>' })
  t.match(await ask('/sub/'), { status: 403, body: 'no listing' }, 'by the section of the file')
  t.match(await ask('/sorry.html', {}, 'DELETE'), { status: 405, body: '<p>sorry</p>', headers: { allow: 'GET, HEAD' } })
  t.match(await ask('/x', {}, 'HEAD'), { status: 404, body: '', headers: { 'content-length': '12' } })
})

t.test('a member that has the document is asked for it by the client\'s name, without body', async t => {
  const back = await backend((request, response) => {
    const { method, url, headers } = request
    response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'cache-control': 'max-age=9', 'x-own': '1', 'content-security-policy': 'sandbox' })
    response.end(JSON.stringify({ method, url, headers }))
  })
  t.teardown(back.close)
  const { ask } = await started(t, {
    main: server({ proxyPass: [rule('/dead', nobody), rule('/', `${back.url}/`)], settings: said({ errorDocuments: { 503: path('/sorry?of=503') } }) })
  })
  const answer = await ask('/dead/x', { cookie: 'c=d', host: 'h.example', 'accept-language': 'de', 'content-length': '0', 'x-key': '1', 'x-hop': '1', connection: 'close, X-Hop', 'if-match': '*' }, 'POST')
  t.match(answer, { status: 503, headers: { 'content-type': 'text/plain', 'content-security-policy': 'sandbox', 'retry-after': '1' } })
  for (const name of ['set-cookie', 'cache-control', 'x-own']) t.notOk(name in answer.headers, name)
  const { method, url: target, headers } = JSON.parse(answer.body) as { method: string, url: string, headers: Record<string, string> }
  t.same([method, target], ['GET', '/sorry?of=503'])
  t.match(headers, { cookie: 'c=d', 'x-key': '1', 'user-agent': '', 'accept-language': 'de', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'h.example' })
  for (const name of ['content-length', 'x-hop', 'if-match']) t.notOk(name in headers, name)
})

t.test('a document that cannot be had is replaced by the page, and leads to no other', async t => {
  const back = await backend((_request, response) => { response.writeHead(404).end('x'.repeat(100_000)) })
  t.teardown(back.close)
  const { ask, io } = await started(t, {
    main: server({
      documentRoot: t.testdir({}),
      proxyPass: [rule('/dead', nobody), rule('/app', back.url)],
      proxyErrorReason: true,
      settings: said({ errorDocuments: { 404: path('/missing'), 503: path('/app/x'), 403: path('/closed/too') } }),
      sections: [section('location', '/closed', { require: requirement('denied') })]
    })
  })
  t.match(await ask('/x'), { status: 404, body: '<h1>Not Found</h1>' })
  t.match(await ask('/closed'), { status: 403, body: '<h1>Forbidden</h1>' })
  t.match(await ask('/dead'), { status: 503, body: /<h1>Service Unavailable<.*Reason: <strong>No member could be reached/ })
  t.match(io.err(), /\[core:warn\].* ErrorDocument 404 \/missing: status 404\n/)
  t.match(io.err(), /ErrorDocument 503 \/app\/x: status 404\n/)
})

t.test('who comes from elsewhere stays there', async t => {
  const { ask } = await started(t, {
    main: server({
      documentRoot: t.testdir({ local: 'for this machine' }),
      settings: said({ errorDocuments: { 404: path('/local') } }),
      sections: [section('location', '/local', { require: requirement('ip', ['127.0.0.2']) })]
    })
  })
  t.match(await ask('/x'), { status: 404, body: '<h1>Not Found</h1>' })
})

t.test('a client that leaves is nobody\'s, and what was begun for it ends', async t => {
  const app = Fastify()
  app.decorateRequest('settings', null)
  addErrorDocuments(app, server({ settings: said({ errorDocuments: { 404: path('/document'), 410: path('/document') } }) }))
  let ended = (): void => {}
  const end = new Promise<void>(resolve => { ended = resolve })
  let asked = 0
  app.get('/document', (_request, reply) => {
    asked++
    reply.raw.once('close', () => { ended() })
    app.server.emit('asked')
  })
  app.get('/x', (_request, reply) => { sendPage(reply, 404) })
  app.get('/late', (request, reply) => {
    request.raw.socket.once('close', () => {
      sendPage(reply, 410)
      app.server.emit('late')
    })
    app.server.emit('asked')
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(() => app.close())
  for (const target of ['/x', '/late']) {
    const late = once(app.server, 'late')
    const client = net.connect((app.server.address() as net.AddressInfo).port, '127.0.0.1')
    client.write(`GET ${target} HTTP/1.1\r\nHost: h\r\n\r\n`)
    await once(app.server, 'asked')
    client.destroy()
    await (target === '/x' ? end : late)
  }
  t.equal(asked, 1, 'nobody is taken for this machine')
})

t.test('over HTTP/2 too', async t => {
  const { serving } = await started(t, {
    main: server({
      protocols: ['h2c'],
      documentRoot: t.testdir({ 'sorry.html': 'sorry' }),
      settings: said({ errorDocuments: { 404: path('/sorry.html'), 405: url('http://e.example/') } })
    })
  })
  const client = connect(`http://127.0.0.1:${serving.addresses[0]!.port}`)
  t.teardown(() => client.destroy())
  for (const [method, target, status, body] of [['GET', '/x', 404, 'sorry'], ['HEAD', '/x', 404, ''], ['DELETE', '/sorry.html', 302, /Found/]] as const) {
    const stream = client.request({ ':method': method, ':path': target })
    stream.end()
    const [headers] = await once(stream, 'response')
    t.match({ status: headers[':status'], body: (await stream.toArray()).join('') }, { status, body })
  }
})

t.test('one line in the access log, and nothing to look for without documents', async t => {
  const docs = t.testdir({ 'sorry.html': 'sorry' })
  const log = `${t.testdirName}/access.log`
  const { ask, close } = await started(t, {
    main: server({ documentRoot: docs, settings: said({ errorDocuments: { 404: path('/sorry.html') } }), accessLogs: [{ path: log, format: '%r %s %b', place }] })
  })
  await ask('/x')
  await close()
  t.equal(await readFile(log, 'utf8'), 'GET /x HTTP/1.1 404 5\n')
  const app = Fastify()
  addErrorDocuments(app, server())
  t.notOk(app.hasDecorator('sendErrorDocument'))
})
