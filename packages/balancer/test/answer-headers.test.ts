import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import Fastify from 'fastify'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import balancer from '@fastify-balancer/balancer'
import type { BalancerPluginOptions, HeaderOptions } from '@fastify-balancer/balancer'
import { createAnswerEdits } from '../src/edit-answer.ts'
import { startShop } from './support/app.ts'
import { electedRequest } from './support/elected.ts'
import { refusingUrl, startBackend } from './support/member.ts'

const recipe: HeaderOptions = {
  action: 'add', name: 'Set-Cookie', value: 'ROUTEID=.%{BALANCER_WORKER_ROUTE}e; path=/', env: 'BALANCER_ROUTE_CHANGED'
}

function edited (rules: readonly HeaderOptions[], headers: IncomingHttpHeaders = {}, request = electedRequest()): IncomingHttpHeaders {
  createAnswerEdits(rules).ofMembers?.(headers, request)
  return headers
}

t.test('a client learns the route of its member', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.setHeader('Set-Cookie', ['x=1', 'y=2']).end() })
  const { url } = await startShop(t, { stickysession: 'ROUTEID', members: [{ url: a.url, route: 'a' }] }, { headers: [recipe] })
  t.strictSame((await fetch(url)).headers.getSetCookie(), ['x=1', 'y=2', 'ROUTEID=.a; path=/'])
})

t.test('the route is empty where members have none', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { stickysession: 'ROUTEID', members: [{ url: a.url }] }, { headers: [recipe] })
  t.strictSame((await fetch(url)).headers.getSetCookie(), ['ROUTEID=.; path=/'])
})

t.test('a balancer without stickysession changes no routes', async t => {
  const a = await startBackend(t, 'a')
  const { url } = await startShop(t, { members: [{ url: a.url, route: 'a' }] }, { headers: [recipe] })
  t.strictSame((await fetch(url)).headers.getSetCookie(), [])
})

t.test('whatever a member answers is changed, but no answer of our own', async t => {
  const headers: HeaderOptions[] = [{ action: 'set', name: 'X-From', value: '%{BALANCER_WORKER_NAME}e' }]
  const a = await startBackend(t, 'a', (_request, response) => { response.writeHead(404).end() })
  const { url } = await startShop(t, { members: [{ url: a.url }] }, { headers })
  t.equal((await fetch(url)).headers.get('x-from'), a.url)
  const { url: lost } = await startShop(t, { members: [{ url: await refusingUrl() }] }, { headers })
  const response = await fetch(lost)
  t.equal(response.status, 503)
  t.notOk(response.headers.has('x-from'))
})

t.test('a field of one line stays one, several stay several', async t => {
  const a = await startBackend(t, 'a', (_request, response) => { response.setHeader('X-List', 'a').end() })
  const { port } = await startShop(t, { members: [{ url: a.url }] }, {
    headers: [{ action: 'add', name: 'x-list', value: 'b' }, { action: 'set', name: 'X-One', value: '100%%' }]
  })
  const [response] = await once(get({ port, agent: false }), 'response')
  response.resume()
  const rawHeaders: string[] = response.rawHeaders
  t.strictSame(rawHeaders.flatMap((text, i) => /^x-/i.test(text) ? [`${text}: ${rawHeaders[i + 1]}`] : []), ['x-list: a', 'x-list: b', 'x-one: 100%'])
})

t.test('each action changes the lines in its own way', async t => {
  const table: ReadonlyArray<readonly [action: HeaderOptions['action'], was: string | string[] | undefined, is: string | string[] | undefined]> = [
    ['add', undefined, 'v'],
    ['add', 'a', ['a', 'v']],
    ['add', ['a', 'b'], ['a', 'b', 'v']],
    ['append', undefined, 'v'],
    ['append', 'a', 'a, v'],
    ['append', ['a', 'b'], ['a, v', 'b']],
    ['merge', undefined, 'v'],
    ['merge', 'a, v', 'a, v'],
    ['merge', ['a', 'v'], ['a', 'v']],
    ['merge', '"a, v"', '"a, v", v'],
    ['merge', 'vv, V', 'vv, V, v'],
    ['set', undefined, 'v'],
    ['set', ['a', 'b'], 'v'],
    ['setifempty', undefined, 'v'],
    ['setifempty', 'a', 'a']
  ]
  for (const [action, was, is] of table) {
    const headers = was === undefined ? {} : { x: was }
    t.strictSame(edited([{ action, name: 'X', value: 'v' }], headers), { x: is }, `${action} to ${String(was)}`)
  }
  t.strictSame(edited([{ action: 'unset', name: 'X' }], { x: ['a', 'b'], y: 'c' }), { y: 'c' })
  t.strictSame(edited([{ action: 'set', name: 'Set-Cookie', value: 'a=b' }]), { 'set-cookie': ['a=b'] }, 'cookies are a list always')
})

t.test('an edit replaces what it finds in each line', async t => {
  const table: ReadonlyArray<readonly [action: 'edit' | 'edit*', pattern: RegExp, value: string, was: string | string[], is: string | string[]]> = [
    ['edit', /a/, 'b', 'aaa', 'baa'],
    ['edit*', /a/, 'b', 'aaa', 'bbb'],
    ['edit', /a/g, 'b', 'aaa', 'baa'],
    ['edit*', /a/g, 'b', 'aaa', 'bbb'],
    ['edit', /A/i, 'b', ['xa', 'ya', 'z'], ['xb', 'yb', 'z']],
    ['edit', /(a)(b)?(c)/, '<$0|$1|$2|$3|$4>', 'xacx', 'x<ac|a||c|>x'],
    ['edit', /^(.*)$/, '$1; Secure', 'a=1; path=/', 'a=1; path=/; Secure'],
    ['edit', /(?<first>a)/, '\\$1 $1 \\\\ 100%%', 'a', '$1 a \\ 100%'],
    ['edit', /n/, '%{BALANCER_WORKER_ROUTE}e', 'n', 'a'],
    ['edit', /none/, 'x', 'a', 'a']
  ]
  for (const [action, pattern, value, was, is] of table) {
    t.strictSame(edited([{ action, name: 'X', pattern, value }], { x: was }), { x: is }, `${action} ${String(pattern)} ${value}`)
  }
  t.strictSame(edited([{ action: 'edit', name: 'x', pattern: /a/, value: 'b' }]), {}, 'what is not there is not edited')
})

t.test('an answer may echo what the request has, but nothing of its connection and body', async t => {
  const request = { ...electedRequest(), raw: { headers: { 'x-one': '1', 'x-two': '2', te: 'x', 'content-type': 'x' } } } as unknown as FastifyRequest
  t.strictSame(edited([{ action: 'echo', name: '^X-|^T|^c' }], { 'x-two': '0' }, request), { 'x-one': '1', 'x-two': ['0', '2'] })
  t.strictSame(edited([{ action: 'echo', name: 'X', env: 'UNSET' }], {}, request), {})
})

t.test('when the request came and how long it took, in microseconds', async t => {
  const a = await startBackend(t, 'a')
  const began = Date.now()
  const { url } = await startShop(t, { members: [{ url: a.url }] }, { headers: [{ action: 'set', name: 'X-Times', value: '%t %D' }] })
  const [, since, took] = /^t=(\d{16}) D=(\d+)$/.exec((await fetch(url)).headers.get('x-times')!)!
  t.ok(Number(since) / 1000 >= began - 1)
  t.ok(Number(since) / 1000 + Number(took) / 1000 <= Date.now() + 1)
  t.match(edited([{ action: 'set', name: 'x', value: '%t %D' }]), { x: /^t=\d{16} D=\d+$/ }, 'where nobody saw it come')
})

t.test('the environment of a request has variables too, and those of the balancer win', async t => {
  const request = electedRequest({ route: null })
  request.environment = new Map([['HTTPS', 'on'], ['BALANCER_NAME', 'x'], ['BALANCER_SESSION_ROUTE', 'given']])
  t.strictSame(edited([
    { action: 'set', name: 'a', value: '%{HTTPS}e %{BALANCER_NAME}e %{BALANCER_SESSION_ROUTE}e %{OTHER}e' },
    { action: 'set', name: 'b', value: '1', env: 'HTTPS' },
    { action: 'set', name: 'c', value: '1', env: '!HTTPS' }
  ], {}, request), { a: 'on balancer://shop given (null)', b: '1' })
})

t.test('rules are carried out in their order', async t => {
  t.strictSame(edited([{ action: 'unset', name: 'x' }, { action: 'setifempty', name: 'X', value: '1' }, { action: 'append', name: 'x', value: '2' }], { x: '0' }), { x: '1, 2' })
})

t.test('a condition asks whether a variable is set', async t => {
  const rules: HeaderOptions[] = [
    { action: 'set', name: 'found', value: '1', env: 'BALANCER_SESSION_ROUTE' },
    { action: 'set', name: 'fresh', value: '1', env: '!BALANCER_SESSION_ROUTE' }
  ]
  t.strictSame(edited(rules), { found: '1' })
  t.strictSame(edited(rules, {}, electedRequest({ route: '' })), { found: '1' }, 'empty is set')
  t.strictSame(edited(rules, {}, electedRequest({ route: null })), { fresh: '1' })
})

t.test('a variable that is unset says so', async t => {
  const rules: HeaderOptions[] = [{ action: 'set', name: 'x', value: '[%{BALANCER_SESSION_ROUTE}e]' }]
  t.strictSame(edited(rules, {}, electedRequest({ route: null })), { x: '[(null)]' })
})

t.test('what a client sends as its route cannot begin another header', async t => {
  const rules: HeaderOptions[] = [{ action: 'set', name: 'x', value: '%{BALANCER_SESSION_ROUTE}e' }]
  t.strictSame(edited(rules, {}, electedRequest({ route: 'a\r\nSet-Cookie: b\0\x7f\u20ac\xe9' })), { x: 'a  Set-Cookie: b   \xe9' })
})

t.test('a wrong rule names itself when the plugin is registered', async t => {
  const table: ReadonlyArray<readonly [rule: object, message: string]> = [
    [{ action: 'add' }, 'headers must be an array of { action, name }'],
    [{ action: 'put', name: 'x', value: 'y' }, 'headers put x: action must be one of add, append, merge, set, setifempty, unset, edit, edit*'],
    [{ action: 'add', name: 'a b', value: 'y' }, 'headers add a b: name must be that of a header'],
    [{ action: 'set', name: 'Connection', value: 'close' }, 'headers set Connection: this header is not to be changed'],
    [{ action: 'unset', name: 'Content-Length' }, 'headers unset Content-Length: this header is not to be changed'],
    [{ action: 'set', name: 'x' }, 'headers set x: needs a value'],
    [{ action: 'unset', name: 'x', value: 'y' }, 'headers unset x: takes no value'],
    [{ action: 'set', name: 'x', value: 'a\nb' }, 'headers set x: the value has a control character'],
    [{ action: 'unset', name: 'Expect' }, 'headers unset Expect: this header is not to be changed'],
    [{ action: 'set', name: 'x', value: '%l' }, 'headers set x: the value has %l, which is not supported'],
    [{ action: 'set', name: 'x', value: '%{SSL_PROTOCOL}s' }, 'headers set x: the value has %{SSL_PROTOCOL}s, which is not supported'],
    [{ action: 'set', name: 'x', value: 'y', env: '!' }, 'headers set x: env must name a variable'],
    [{ action: 'edit', name: 'x', value: 'y' }, 'headers edit x: needs an expression as pattern'],
    [{ action: 'edit*', name: 'x', pattern: 'y', value: 'z' }, 'headers edit* x: needs an expression as pattern'],
    [{ action: 'edit', name: 'x', pattern: /y/ }, 'headers edit x: needs a value'],
    [{ action: 'set', name: 'x', pattern: /y/, value: 'z' }, 'headers set x: takes no pattern'],
    [{ action: 'echo', name: '(' }, 'headers echo (: Invalid regular expression: /(/i: Unterminated group'],
    [{ action: 'echo', name: 'x', value: 'y' }, 'headers echo x: takes no value and no pattern']
  ]
  for (const [rule, message] of table) {
    const app = Fastify()
    await t.rejects(async () => { await app.register(balancer, { headers: [rule] } as BalancerPluginOptions) }, { code: 'FST_BALANCER_BAD_OPTION', message })
    await app.close()
  }
})
