import { once } from 'node:events'
import net from 'node:net'
import t from 'tap'
import { backend } from './support/backend.ts'
import { place, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

const nobody = 'http://127.0.0.1:1/'

t.test('a member that fails is a small page, which does not tell which', async t => {
  const back = await backend((request, response) => { if (request.url === '/hangs-up') response.destroy() })
  t.teardown(back.close)
  const { ask } = await started(t, {
    main: server({ proxyPass: [rule('/dead', nobody), rule('/', `${back.url}/`, { timeout: '100ms' })] })
  })
  for (const [path, status, title] of [['/dead', 503, 'Service Unavailable'], ['/hangs-up', 502, 'Bad Gateway'], ['/silent', 504, 'Gateway Timeout']] as const) {
    const answer = await ask(path)
    t.equal(answer.status, status)
    t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
    t.match(answer.body, new RegExp(`<title>${status} ${title}</title></head><body><h1>${title}</h1><p>The [^<]+</p></body>`))
    t.equal(answer.headers['retry-after'], status === 503 ? '1' : undefined)
  }
})

t.test('unless ProxyErrorReason asks for it; the error log always does', async t => {
  const { ask, io } = await started(t, { main: server({ proxyErrorReason: true, proxyPass: [rule('/', nobody)] }) })
  t.match((await ask('/')).body, /<p>Reason: <strong>No member could be reached: http:\/\/127\.0\.0\.1:1\/?: ECONNREFUSED: /)
  t.match(io.err(), /AH00957: attempt to connect to http:\/\/127\.0\.0\.1:1\/? failed: ECONNREFUSED/)
  t.match(io.err(), /AH00898: ECONNREFUSED: .* returned by \//)
})

t.test('an error that is ours alone stands in the log, and not in the page', async t => {
  const { ask, io, balancers } = await started(t, {
    balancers: [{ name: 'one', place, parameters: {}, members: [{ url: nobody }] }],
    main: server({ proxyErrorReason: true, proxyPass: [rule('/', 'balancer://one/')] })
  })
  balancers.get('one').lbmethod = { name: 'slips', choose () { throw new Error('a slip') } }
  const answer = await ask('/')
  t.equal(answer.status, 500)
  t.match(answer.body, /<h1>Internal Server Error<\/h1><p>[^<]+<\/p><\/body>/)
  t.match(io.err(), /:error\] .* a slip/)
})

t.test('100 Continue is said by the member of a rule, and at once to what no rule forwards', async t => {
  let say = (): void => {}
  const back = await backend((request, response) => { request.pipe(response) })
  t.teardown(back.close)
  back.server.on('checkContinue', (request, response) => {
    say = () => {
      response.writeContinue()
      back.server.emit('request', request, response)
    }
    back.server.emit('asked')
  })
  const { serving } = await started(t, { main: server({ proxyPass: [rule('/api', back.url)] }) })
  const client = net.connect(serving.addresses[0]!.port, '127.0.0.1')
  t.teardown(() => client.destroy())
  const heard = async (): Promise<string> => String((await once(client, 'data'))[0])
  client.write('POST http://h/api HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n')
  await once(back.server, 'asked')
  say()
  t.equal(await heard(), 'HTTP/1.1 100 Continue\r\n\r\n')
  client.write('body')
  t.match(await heard(), /^HTTP\/1\.1 200 OK\r\n/)
  client.write('POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n')
  let rest = ''
  client.on('data', chunk => { rest += chunk })
  while (!rest.includes(' 404 ')) await once(client, 'data')
  t.match(rest, /HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 404 Not Found\r\n/)
})
