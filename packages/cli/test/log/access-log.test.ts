import { channel } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, IncomingMessage, ServerResponse, createServer, get } from 'node:http'
import type { RequestListener } from 'node:http'
import { Socket, connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import type { AccessLog } from '@fastify-balancer/conf'
import type { FastifyReply } from 'fastify'
import { createAccessLogger, writeAccessLog } from '../../src/log/access-log.ts'
import type { AccessLogger } from '../../src/log/access-log.ts'
import { LogFiles } from '../../src/log/log-files.ts'

const place = { file: 'httpd.conf', line: 9 }

/** Serves with an access log of that format; the lines are read at the end. */
async function logged (directory: string, format: string, listener: (logger: AccessLogger) => RequestListener, more: Partial<AccessLog> = {}) {
  const path = `${directory}/access.log`
  const files = new LogFiles(process.stderr)
  const logger = createAccessLogger([{ path, format, place, ...more }], 'www.example.com', files, false)
  const handle = listener(logger)
  const server = createServer((request, response) => {
    response.on('close', () => { writeAccessLog(response) })
    logger.observe(request, response)
    handle(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    server,
    async lines () {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await files.close()
      return readFileSync(path, 'utf8').trimEnd().split('\n')
    }
  }
}

async function fetchFrom (port: number, path: string, agent: Agent | false = false): Promise<void> {
  const [response] = await once(get({ port, path, agent }), 'response') as [IncomingMessage]
  await response.resume().toArray()
}

t.test('a line is written when the answer is finished', async t => {
  const served = await logged(t.testdir(), '%h %v %p "%r" %>s %b %X', () => (_request, response) => { response.end('hello') })
  await fetchFrom(served.port, '/a?b')
  t.strictSame(await served.lines(), [`127.0.0.1 www.example.com ${served.port} "GET /a?b HTTP/1.1" 200 5 -`])
})

t.test('bytes are counted with heads, for each request of a connection', async t => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const served = await logged(t.testdir(), '%I %O %S %k', () => (_request, response) => {
    response.sendDate = false
    response.end('hello')
  })
  await fetchFrom(served.port, '/12345', agent)
  await fetchFrom(served.port, '/1', agent)
  const [first, second] = (await served.lines()).map(line => line.split(' ').map(Number))
  t.equal(first![0]! + first![1]!, first![2])
  t.strictSame([first![3], second![3]], [0, 1])
  t.equal(first![0]! - second![0]!, 4, 'the second request is four bytes shorter')
  t.equal(first![1], second![1], 'the answers are alike')
  t.ok(first![1]! > 40)
})

t.test('a client that leaves gets its line, once', async t => {
  const served = await logged(t.testdir(), '%U %s %X', () => () => {})
  const socket = connect(served.port, '127.0.0.1')
  const arrived = once(served.server, 'request')
  socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
  const [, response] = await arrived
  socket.destroy()
  await once(response, 'close')
  t.strictSame(await served.lines(), ['/slow - X'])
})

t.test('time is taken where a format asks for it', async t => {
  const served = await logged(t.testdir(), '%T %D', () => (_request, response) => { setTimeout(() => { response.end() }, 20) })
  await fetchFrom(served.port, '/')
  const [line] = await served.lines()
  t.match(line, /^0 \d+$/)
  t.ok(Number(line!.slice(2)) >= 19_000)
})

t.test('what Fastify knows of the request is in the line', async t => {
  const served = await logged(t.testdir(), '%{X-Reply}o', logger => (request, response) => {
    logger.remember({ request: { raw: request }, getHeader: () => 'known' } as unknown as FastifyReply)
    response.end()
  })
  await fetchFrom(served.port, '/')
  t.strictSame(await served.lines(), ['known'])
})

t.test('of a sample one line in so many is written, and those of failures', async t => {
  const served = await logged(t.testdir(), '%U %s', () => (request, response) => {
    response.statusCode = request.url === '/bad' ? 503 : 200
    response.end()
  }, { sample: 3 })
  for (const path of ['/1', '/2', '/3', '/4', '/bad', '/6', '/7']) await fetchFrom(served.port, path)
  t.strictSame(await served.lines(), ['/1 200', '/4 200', '/bad 503', '/7 200'])
})

t.test('attempts are known while the logger is open, where a format asks for them', async t => {
  const starts = channel('fastify-balancer:attempt:start')
  const ends = channel('fastify-balancer:attempt:end')
  const served = await logged(t.testdir(), '%{BALANCER_ATTEMPTS}e', logger => (raw, response) => {
    for (const [status, error] of [[null, Object.assign(new Error(), { code: 'ECONNREFUSED' })], [null, new Error()], [null, null], [200, null]] as const) {
      const attempt = { request: { raw }, member: { url: 'http://a' }, status, error }
      starts.publish(attempt)
      ends.publish(attempt)
    }
    logger.close()
    t.notOk(starts.hasSubscribers)
    ends.publish({ request: { raw: {} } })
    response.end()
  })
  await fetchFrom(served.port, '/')
  const [line = ''] = await served.lines()
  t.match(line, /^http:\/\/a=ECONNREFUSED\/\d+,http:\/\/a=failed\/\d+,http:\/\/a=aborted\/\d+,http:\/\/a=200\/\d+$/)
})

t.test('a client that left before anybody looked has no address', async t => {
  const path = `${t.testdir()}/access.log`
  const files = new LogFiles(process.stderr)
  const request = Object.assign(new IncomingMessage(new Socket()), { method: 'GET', url: '/', httpVersion: '1.1' })
  const response = new ServerResponse(request)
  createAccessLogger([{ path, format: '%h %p "%r"', place }], 'www.example.com', files, false).observe(request, response)
  writeAccessLog(response)
  await files.close()
  t.equal(readFileSync(path, 'utf8'), '- 0 "GET / HTTP/1.1"\n')
})
