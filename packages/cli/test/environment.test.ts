import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SetEnvIfRule } from '@fastify-balancer/conf'
import { backend } from './support/backend.ts'
import { place, requirement, said, section, server } from './support/configuration.ts'
import { rule, started } from './support/started.ts'

function when (attribute: string, pattern: RegExp, name: string, value: string | null = '1'): SetEnvIfRule {
  return { attribute, pattern, sets: [{ name, value }] }
}

t.test('variables are in the access log, and decide what is in it', async t => {
  const path = join(t.testdir(), 'access.log')
  const names = ['addr', 'host', 'server', 'method', 'protocol', 'uri', 'header', 'earlier', 'gone', 'set', 'inside']
  const { ask, close } = await started(t, {
    main: server({
      accessLogs: [
        { path, format: names.map(name => `%{${name}}e`).join(' '), place, condition: { variable: 'silent', isSet: false } },
        { path, format: 'loud %U', place, condition: { variable: 'silent', isSet: true } }
      ],
      settings: said({
        setEnvIf: [
          when('remote_addr', /^127\.(\d)/, 'addr', '$0-$1-$9'), when('remote_host', /127/, 'host'), when('server_addr', /^127/, 'server'),
          when('request_method', /GET/, 'method'), when('request_protocol', /^HTTP\/1\.1$/, 'protocol'), when('request_uri', /^\/a%20b$/, 'uri'),
          when('x-kind', /^robot$/, 'header'), when('HEADER'.toLowerCase(), /1/, 'earlier'), when('x-missing', /^$/, 'gone'),
          when('x-none', /./, 'never'), when('request_uri', /silent/, 'silent'), when('request_method', /GET/, 'gone', null)
        ],
        setEnv: [{ name: 'set', value: 'a' }, { name: 'set', value: 'b' }]
      }),
      sections: [section('location', '/a b', { setEnvIf: [when('request_uri', /a b/, 'inside', 'in')], setEnv: [{ name: 'set', value: null }] })]
    })
  })
  await ask('/a%20b', { 'x-kind': 'robot' })
  await ask('/silent')
  await ask('/')
  await close()
  t.same(readFileSync(path, 'utf8').split('\n'), ['127.0-0- 1 1 1 1 1 1 1 - - in', 'loud /silent', '127.0-0- 1 1 1 1 - - - - b -', ''])
})

t.test('no-proxy: not proxied, nokeepalive: the connection ends, env: whom a section lets in', async t => {
  const back = await backend((_request, response) => { response.end('proxied') })
  t.teardown(back.close)
  const { ask } = await started(t, {
    main: server({
      proxyPass: [rule('/', `${back.url}/`)],
      settings: said({ setEnvIf: [when('x-variable', /^no-proxy$/, 'no-proxy'), when('x-variable', /^once$/, 'nokeepalive'), when('x-variable', /^in$/, 'in')] }),
      sections: [section('location', '/closed', { require: requirement('env', ['in']) })]
    })
  })
  const statusOf = async (path: string, variable: string): Promise<number> => (await ask(path, { 'x-variable': variable })).status
  t.same([await statusOf('/', ''), await statusOf('/', 'no-proxy'), await statusOf('/closed', ''), await statusOf('/closed', 'in')], [200, 404, 403, 200])
  t.equal((await ask('/', { 'x-variable': 'once', connection: 'keep-alive' })).headers.connection, 'close')
  t.not((await ask('/', { connection: 'keep-alive' })).headers.connection, 'close')
})
