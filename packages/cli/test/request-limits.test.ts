import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import t from 'tap'
import type { Test } from 'tap'
import type { RequestLimits } from '@fastify-balancer/conf'
import { limitRequests } from '../src/request-limits.ts'
import { server } from './support/configuration.ts'
import { started } from './support/started.ts'

const none: RequestLimits = { line: 8_190, fieldSize: 8_190, fields: 100, body: 0 }

/** @returns how a server with these limits answers requests for a path that is not there */
async function limited (t: Test, limits: Partial<RequestLimits>): Promise<(path: string, headers?: Record<string, string>, body?: string) => Promise<string>> {
  const { serving } = await started(t, { main: server({ limits: { ...none, ...limits } }) })
  return async (path, headers = {}, body = '') => {
    const asked = request({ host: '127.0.0.1', port: serving.addresses[0]!.port, path, method: body === '' ? 'GET' : 'POST', headers })
    asked.end(body)
    const [answer] = await once(asked, 'response') as [IncomingMessage]
    answer.resume()
    return `${answer.statusCode} ${answer.headers.connection}`
  }
}

t.test('LimitRequestLine bounds the request line', async t => {
  const ask = await limited(t, { line: 30 })
  t.equal(await ask(`/${'x'.repeat(16)}`), '404 keep-alive')
  t.equal(await ask(`/${'x'.repeat(17)}`), '414 close')
})

t.test('LimitRequestFieldSize bounds each field', async t => {
  const ask = await limited(t, { fieldSize: 40 })
  t.equal(await ask('/', { 'x-a': 'b'.repeat(35) }), '404 keep-alive')
  t.equal(await ask('/', { 'x-a': 'b'.repeat(36) }), '431 close')
})

t.test('LimitRequestFields bounds their number', async t => {
  const ask = await limited(t, { fields: 3 })
  t.equal(await ask('/', { 'x-a': 'b' }), '404 keep-alive')
  t.equal(await ask('/', { 'x-a': 'b', 'x-b': 'c' }), '431 close')
})

t.test('LimitRequestBody bounds the body, whose length must be known then', async t => {
  const ask = await limited(t, { body: 3 })
  t.equal(await ask('/'), '404 keep-alive')
  t.equal(await ask('/', { 'content-length': '3' }, 'abc'), '404 keep-alive')
  t.equal(await ask('/', { 'content-length': '4' }, 'abcd'), '413 close')
  t.equal(await ask('/', { 'transfer-encoding': 'chunked' }, 'abc'), '411 close')
})

t.test('without it there is no limit', async t => {
  const ask = await limited(t, {})
  t.equal(await ask('/', { 'transfer-encoding': 'chunked' }, 'x'.repeat(100_000)), '404 keep-alive')
})

t.test('HTTP/2 knows no connection to close', async t => {
  const set: string[] = []
  const reply = { server: {}, header: (name: string) => { set.push(name) }, code: () => reply, type: () => reply, send: () => reply }
  const raw = { method: 'GET', url: '/', httpVersionMajor: 2, rawHeaders: ['a', 'b'], headers: {} }
  limitRequests({ ...none, fields: 0 }).call(undefined as never, { raw } as never, reply as never, () => t.fail('it was let in'))
  t.strictSame(set, [])
})
