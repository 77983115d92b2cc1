import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import Fastify from 'fastify'
import type { FastifyInstance, FastifyServerOptions } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { guardScope, requireChange, signatureOf } from '../../src/index.ts'
import type { AccessOptions } from '../../src/index.ts'

const bcrypt = '$2y$05$FEwqQHtAnMXxrMr5Clns2.9stRZIhDsSX0ds.Qv...6uf7wriEMDu'
const sha = '{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY='

/** An app whose answers say who asks. */
async function guarded (t: Test, options: AccessOptions, server: FastifyServerOptions = {}, surround: (app: FastifyInstance) => void = () => {}): Promise<FastifyInstance> {
  const app = Fastify(server)
  t.after(() => app.close())
  surround(app)
  app.register(async scope => {
    await guardScope(scope, options, { realm: 'Test' })
    scope.get('/', async ({ operator }) => ({ ...operator, by: signatureOf(operator!) }))
    scope.post('/', async request => {
      requireChange(request)
      return 'changed'
    })
  })
  await app.ready()
  return app
}

async function ask (app: FastifyInstance, remoteAddress: string, login: string | null = null, method: 'GET' | 'POST' = 'GET') {
  const headers = login === null ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
  return app.inject({ method, url: '/', remoteAddress, headers })
}

async function status (app: FastifyInstance, remoteAddress: string, login: string | null = null): Promise<number> {
  return (await ask(app, remoteAddress, login)).statusCode
}

t.test('without options only this machine gets in, and may change', async t => {
  const app = await guarded(t, {})
  for (const [address, expected] of [['127.0.0.1', 200], ['127.1.2.3', 200], ['::1', 200], ['::ffff:127.0.0.1', 200], ['10.0.0.1', 403], ['2001:db8::1', 403]] as const) {
    t.equal(await status(app, address), expected, address)
  }
  t.same((await ask(app, '127.0.0.1')).json(), { name: null, address: '127.0.0.1', mayChange: true, by: '127.0.0.1' })
  t.match((await ask(app, '10.0.0.1')).json(), { code: 'FST_BALANCER_FORBIDDEN', message: 'This is not open to 10.0.0.1' })
})

t.test('requireIp says from where', async t => {
  const app = await guarded(t, { requireIp: ['10.1', 'local'] })
  t.same(await Promise.all(['10.1.0.1', '127.0.0.1', '10.2.0.1'].map(address => status(app, address))), [200, 200, 403])
})

t.test('the address is the one that trustProxy finds', async t => {
  const app = await guarded(t, { requireIp: ['10.1'] }, { trustProxy: true })
  const from = async (address: string) => (await app.inject({ url: '/', headers: { 'x-forwarded-for': address } })).statusCode
  t.same([await from('10.1.0.1'), await from('10.2.0.1')], [200, 403])
})

t.test('a client on a Unix socket has no address', async t => {
  // The path of a socket has to be short.
  const directory = mkdtempSync(join(tmpdir(), 'guard-'))
  t.teardown(() => rmSync(directory, { recursive: true }))
  const told = async (options: AccessOptions, headers: Record<string, string> = {}) => {
    const socketPath = join(directory, 'app.sock')
    const app = await guarded(t, options)
    await app.listen({ path: socketPath })
    const [response] = await once(get({ socketPath, path: '/', headers, agent: false }), 'response') as [IncomingMessage]
    const body = await text(response)
    await app.close()
    return body
  }
  t.match(await told({}), 'not open to a Unix socket')
  t.match(await told({ users: { ann: 'x' } }, { authorization: `Basic ${btoa('ann:x')}` }), '"by":"ann@"')
  t.match(await told({ users: { ann: 'x' } }), '"statusCode":401')
})

t.test('users get in with their password, from anywhere', async t => {
  const app = await guarded(t, { users: { ann: 'secret', bob: 'grün', eve: { hash: bcrypt }, joe: { password: 'x' } } })
  for (const login of ['ann:secret', 'bob:grün', 'eve:secret', 'joe:x']) {
    const name = login.replace(/:.*/, '')
    t.same((await ask(app, '10.0.0.1', login)).json(), { name, address: '10.0.0.1', mayChange: true, by: `${name}@10.0.0.1` })
  }
  const challenged = await ask(app, '10.0.0.1')
  t.equal(challenged.statusCode, 401)
  t.equal(challenged.headers['www-authenticate'], 'Basic realm="Test", charset="UTF-8"')
  for (const login of ['ann:wrong', 'ann:', 'ann:grün', 'mia:secret', 'mia:', 'constructor:', ':']) {
    const wrong = await ask(app, '10.0.0.1', login)
    t.match(wrong.json(), { statusCode: 401, code: 'FST_BALANCER_UNAUTHORIZED' }, login)
    t.ok(wrong.headers['www-authenticate'])
  }
})

t.test('users and requireIp must both hold, and who comes from elsewhere is not asked for a password', async t => {
  const app = await guarded(t, { users: { ann: 'secret' }, requireIp: ['10'] })
  t.same([await status(app, '10.0.0.1', 'ann:secret'), await status(app, '10.0.0.1'), await status(app, '127.0.0.1', 'ann:secret')], [200, 401, 403])
})

t.test('who may only read is told so when changing', async t => {
  const app = await guarded(t, { users: { ann: { password: 'a', role: 'change' }, bob: { password: 'b', role: 'read' } } })
  t.match((await ask(app, '10.0.0.1', 'bob:b')).json(), { name: 'bob', mayChange: false })
  t.match((await ask(app, '10.0.0.1', 'bob:b', 'POST')).json(), { statusCode: 403, code: 'FST_BALANCER_READ_ONLY' })
  t.equal((await ask(app, '10.0.0.1', 'ann:a', 'POST')).statusCode, 200)
})

t.test('a file of htpasswd knows users, whose role the options may say', async t => {
  const htpasswd = join(t.testdir({ users: `sam:${sha}\nbea:${bcrypt}\nmia:${sha}\n` }), 'users')
  const lines: string[] = []
  const app = await guarded(t, { htpasswd, users: { bea: { role: 'read' }, mia: 'own' } }, { logger: { stream: { write: line => lines.push(line) } } })
  t.match((await ask(app, '10.0.0.1', 'sam:sha')).json(), { name: 'sam', mayChange: true })
  t.match((await ask(app, '10.0.0.1', 'bea:secret')).json(), { name: 'bea', mayChange: false })
  t.same([await status(app, '10.0.0.1', 'mia:own'), await status(app, '10.0.0.1', 'mia:sha')], [200, 401])
  writeFileSync(htpasswd, `sam:plain\nbea:${sha}\n`)
  t.same([await status(app, '10.0.0.1', 'sam:sha'), await status(app, '10.0.0.1', 'sam:plain'), await status(app, '10.0.0.1', 'bea:sha')], [401, 401, 200])
  t.match(lines.map(line => JSON.parse(line)).find(({ ah }) => ah === 'AH01620'), { msg: `${htpasswd}:1: the password of sam is neither bcrypt (htpasswd -B) nor apr1 (-m) nor SHA (-s)` })
})

t.test('require says it in httpd\'s words', async t => {
  const users = { ann: 'a', bob: 'b' }
  const statuses = async (options: AccessOptions) => {
    const app = await guarded(t, options)
    return [await status(app, '127.0.0.1'), await status(app, '10.0.0.1'), await status(app, '10.0.0.1', 'ann:a'), await status(app, '10.0.0.1', 'bob:b')]
  }
  t.same(await statuses({ require: 'all granted' }), [200, 200, 200, 200])
  t.same(await statuses({ require: 'ALL Denied', users }), [403, 403, 403, 403])
  t.same(await statuses({ require: 'local' }), [200, 403, 403, 403])
  t.same(await statuses({ require: ['ip 192.168.1 127.0.0.1'] }), [200, 403, 403, 403])
  t.same(await statuses({ require: 'valid-user', users }), [401, 401, 200, 200])
  t.same(await statuses({ require: 'user ann', users }), [401, 401, 200, 401])
  t.same(await statuses({ require: ['local', 'user bob'], users }), [200, 401, 401, 200])
  t.same(await statuses({ require: ['local', 'user bob'], users, requireIp: ['10'] }), [403, 401, 401, 200])
})

t.test('who logged in outside is the operator', async t => {
  const app = await guarded(t, { require: 'all granted' }, {}, app => {
    app.decorateRequest('remoteUser', null)
    app.decorateRequest('operator', null)
    app.addHook('onRequest', async request => { request.remoteUser = 'zoe' })
  })
  t.match((await ask(app, '10.0.0.1')).json(), { by: 'zoe@10.0.0.1' })
})

t.test('too many failed logins have to wait, whatever the password', async t => {
  const lines: string[] = []
  const app = await guarded(t, { users: { ann: 'a' }, maxFailedLogins: 2 }, { logger: { stream: { write: line => lines.push(line) } } })
  t.same([await status(app, '10.0.0.1', 'ann:x'), await status(app, '10.0.0.1', 'ann:a'), await status(app, '10.0.0.1', 'eve:x')], [401, 200, 401])
  const refused = await ask(app, '10.0.0.1', 'ann:a')
  t.match(refused.json(), { statusCode: 429, code: 'FST_BALANCER_TOO_MANY_LOGINS' })
  t.match(refused.headers['retry-after'], /^(?:60|59)$/)
  t.equal(refused.headers['www-authenticate'], undefined)
  t.equal(await status(app, '10.0.0.1'), 401, 'who does not try is asked')
  t.equal(await status(app, '10.0.0.2', 'ann:a'), 200)
  t.match(lines.map(line => JSON.parse(line)).filter(({ module }) => module === 'auth_basic'), [
    { level: 40, user: 'ann', msg: 'a login failed: wrong password' }, { user: 'eve', msg: 'a login failed: unknown user' }
  ])
  t.notMatch(lines.join(''), /"(?:x|a)"/, 'no password is logged')
})

t.test('guesses at once are looked at one by one', async t => {
  const app = await guarded(t, { users: { ann: { hash: bcrypt } }, maxFailedLogins: 3 })
  const statuses = await Promise.all(Array.from({ length: 8 }, () => status(app, '10.0.0.1', 'ann:x')))
  t.same(statuses.sort(), [401, 401, 401, 429, 429, 429, 429, 429])
})

t.test('a bad option is refused by its name', async t => {
  const dir = t.testdir({ plain: 'sam:plain\n' })
  const bad: ReadonlyArray<readonly [options: Record<string, unknown>, message: RegExp]> = [
    [{ requireIp: [] }, /^requireIp must/], [{ requireIp: '10' }, /^requireIp must/], [{ requireIp: ['nowhere'] }, /^requireIp must .* not "nowhere"$/],
    [{ requireIp: null }, /^requireIp must/], [{ requireIp: ['10.0.0.1 10.0.0.2'] }, /^requireIp must/], [{ requireIp: [''] }, /^requireIp must/], [{ requireIp: [null] }, /^requireIp must .* not null$/],
    [{ users: {} }, /^users must name/], [{ users: null }, /^users must name/], [{ users: { '': 'x' } }, /^users must have names/], [{ users: { 'a:b': 'x' } }, /^users must have names/],
    [{ users: { ann: '' } }, /password for ann$/], [{ users: { ann: 1 } }, /password for ann$/], [{ users: { ann: null } }, /password for ann$/], [{ users: { ann: { role: 'read' } } }, /password for ann$/],
    [{ users: { ann: { password: 'x', hash: sha } } }, /either a password or a hash for ann$/], [{ users: { ann: { hash: 'plain' } } }, /must have a hash of bcrypt .* for ann$/],
    [{ users: { ann: { hash: 1 } } }, /must have a hash/], [{ users: { ann: { password: 'x', role: 'admin' } } }, /role "read" or "change", not "admin" for ann$/],
    [{ htpasswd: '/nowhere/users' }, /^htpasswd: ENOENT.*\/nowhere\/users/], [{ htpasswd: join(dir, 'plain') }, /^htpasswd: .*plain:1: the password of sam is neither bcrypt/],
    [{ require: [] }, /^require must be ip, local/], [{ require: 1 }, /^require must/], [{ require: [1] }, /^require must .* not 1$/], [{ require: 'host example.org' }, /not "host example.org"$/],
    [{ require: 'ip' }, /^require must/], [{ require: 'ip x' }, /^require must/], [{ require: 'user' }, /^require must/], [{ require: 'all' }, /^require must/], [{ require: 'local x' }, /^require must/],
    [{ require: 'valid-user x', users: { ann: 'x' } }, /^require must/], [{ require: '' }, /^require must/],
    [{ require: 'valid-user' }, /^require valid-user needs users or htpasswd$/], [{ require: ['local', 'user ann'] }, /^require user needs/],
    [{ maxFailedLogins: 0 }, /^maxFailedLogins must/], [{ maxFailedLogins: 1.5 }, /^maxFailedLogins must/], [{ maxFailedLogins: '3' }, /^maxFailedLogins must .* not "3"$/]
  ]
  for (const [options, message] of bad) {
    await t.rejects(guarded(t, options as AccessOptions), { code: 'FST_BALANCER_BAD_OPTION', message }, JSON.stringify(options))
  }
})
