import Fastify from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions, RequestHeaderOptions } from '@fastify-balancer/balancer'
import { createEditRequest } from '../src/edit-request.ts'
import { startShop } from './support/app.ts'
import { exchange, get } from './support/client.ts'
import { electedRequest } from './support/elected.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import type { Backend } from './support/member.ts'

function edited (rules: readonly RequestHeaderOptions[], ...headers: string[]): string[] {
  createEditRequest(rules)!(headers, electedRequest())
  return headers
}

async function ask (t: Test, rules: readonly RequestHeaderOptions[], lines: readonly string[], options: BalancerPluginOptions = {}): Promise<Backend['received'][0]> {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: a.url, route: 'one' }] }, { requestHeaders: rules, ...options })
  await exchange(port, get('/', ...lines))
  return a.received[0]!
}

t.test('lines keep their places, what is new comes last', async t => {
  const is = ['Host', 'h', 'X', '1', 'Y', '2', 'x', '3']
  const table: ReadonlyArray<readonly [rule: RequestHeaderOptions, became: readonly string[]]> = [
    [{ action: 'set', name: 'X', value: '4' }, ['Host', 'h', 'X', '4', 'Y', '2']],
    [{ action: 'set', name: 'Z', value: '4' }, [...is, 'Z', '4']],
    [{ action: 'add', name: 'X', value: '4' }, [...is, 'X', '4']],
    [{ action: 'append', name: 'X', value: '4' }, ['Host', 'h', 'X', '1, 4', 'Y', '2', 'x', '3']],
    [{ action: 'merge', name: 'X', value: '3' }, is],
    [{ action: 'setifempty', name: 'X', value: '4' }, is],
    [{ action: 'unset', name: 'x' }, ['Host', 'h', 'Y', '2']],
    [{ action: 'edit', name: 'X', pattern: /./, value: '<$0>' }, ['Host', 'h', 'X', '<1>', 'Y', '2', 'x', '<3>']],
    [{ action: 'set', name: 'Z', value: '4', env: '!BALANCER_NAME' }, is]
  ]
  for (const [rule, became] of table) t.strictSame(edited([rule], ...is), became, rule.action)
})

t.test('members get what the rules make of the request', async t => {
  const { headers } = await ask(t, [
    { action: 'unset', name: 'Accept-Encoding' },
    { action: 'set', name: 'X-Forwarded-Proto', value: 'https' },
    { action: 'set', name: 'X-Member', value: '%{BALANCER_WORKER_ROUTE}e' },
    { action: 'edit*', name: 'Cookie', pattern: /tracking=[^;]*;? ?/, value: '' }
  ], ['Accept-Encoding: gzip', 'X-Forwarded-Proto: http', 'Cookie: tracking=1; a=2; tracking=3'])
  t.notHas(headers, 'accept-encoding')
  t.match(headers, { 'x-forwarded-proto': 'https', 'x-member': 'one', cookie: 'a=2;' })
})

t.test('a client cannot have the field of a rule removed (GHSA-gwhp-pf74-vj37)', async t => {
  const { headers } = await ask(t, [{ action: 'set', name: 'X-User', value: 'nobody' }], ['Connection: X-User, close', 'X-User: root'])
  t.equal(headers['x-user'], 'nobody')
})

t.test('each member hears of itself', async t => {
  const a = await startBackend(t, 'a')
  const { port } = await startShop(t, { members: [{ url: await refusingUrl(), route: 'gone' }, { url: a.url, route: 'here' }] }, {
    requestHeaders: [{ action: 'set', name: 'X-Member', value: '%{BALANCER_WORKER_ROUTE}e' }]
  })
  await exchange(port, get('/'))
  t.equal(a.received[0]!.headers['x-member'], 'here')
})

t.test('X-Forwarded-* come after the rules', async t => {
  const { headers } = await ask(t, [{ action: 'unset', name: 'X-Forwarded-For' }], ['X-Forwarded-For: 192.0.2.1'])
  t.equal(headers['x-forwarded-for'], '127.0.0.1')
})

t.test('the Host of a rule is the client\'s: members get it where they get that', async t => {
  const set: RequestHeaderOptions = { action: 'set', name: 'Host', value: 'set.example' }
  const own = await ask(t, [set], [])
  t.match(own.headers, { host: /^127\.0\.0\.1:/, 'x-forwarded-host': 'set.example' })
  const preserved = await ask(t, [set], [], { proxyPreserveHost: true })
  t.match(preserved.headers, { host: 'set.example', 'x-forwarded-host': 'set.example' })
  const twice = await ask(t, [{ action: 'unset', name: 'Host' }, { action: 'add', name: 'host', value: 'one' }, { action: 'add', name: 'Host', value: 'two' }], [], { proxyPreserveHost: true })
  t.strictSame(twice.rawHeaders.slice(0, 2), ['Host', 'one'])
  t.equal(twice.rawHeaders.filter(name => name.toLowerCase() === 'host').length, 1)
  const none = await ask(t, [{ action: 'unset', name: 'Host' }], [], { proxyPreserveHost: true, serverName: 'ours.example' })
  t.equal(none.headers.host, 'ours.example')
  t.notHas(none.headers, 'x-forwarded-host')
})

t.test('a wrong rule names itself when the plugin is registered', async t => {
  const table: ReadonlyArray<readonly [rule: object, message: string]> = [
    [{ action: 'echo', name: 'x' }, 'requestHeaders echo x: action must be one of add, append, merge, set, setifempty, unset, edit, edit*'],
    [{ action: 'set', name: 'Transfer-Encoding', value: 'x' }, 'requestHeaders set Transfer-Encoding: this header is not to be changed'],
    [{ action: 'set', name: 'x' }, 'requestHeaders set x: needs a value']
  ]
  for (const [rule, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, { requestHeaders: [rule] } as BalancerPluginOptions) }, { code: 'FST_BALANCER_BAD_OPTION', message })
    await app.close()
  }
})
