import { once } from 'node:events'
import { IncomingMessage, createServer, get } from 'node:http'
import { Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createClientLog } from '../../src/log/client-log.ts'
import { createErrorLog } from '../../src/log/error-log.ts'

function collect () {
  const lines: string[] = []
  return { lines, write: (line: string) => lines.push(line) }
}

t.test('a request\'s messages name its client', async t => {
  const log = collect()
  const logger = createErrorLog({ level: 'warn', modules: {} }, log)
  const server = createServer((request, response) => {
    const clientLog = createClientLog(logger, {}, {}, request)
    clientLog.warn('hello')
    clientLog.child({}).error('good-bye')
    t.equal(clientLog.level, 'info', 'notices are always written')
    response.end(String(request.socket.remotePort))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const [response] = await once(get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), 'response')
  const port = (await response.toArray()).join('')
  server.close()
  t.ok(log.lines[0]!.endsWith(`[core:warn] [pid ${process.pid}] [client 127.0.0.1:${port}] hello\n`))
  t.ok(log.lines[1]!.endsWith(`[client 127.0.0.1:${port}] good-bye\n`))
})

t.test('a client that has left already has no address any more', async t => {
  const logger = createErrorLog({ level: 'warn', modules: {} }, collect())
  t.equal(createClientLog(logger, {}, {}, new IncomingMessage(new Socket())), logger)
})
