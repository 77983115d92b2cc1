import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { place, requirement, requirements, section, server } from '../support/configuration.ts'
import { rule, started } from '../support/started.ts'
import type { Started } from '../support/started.ts'

const sha = '{SHA}2PRZAyDhNDqRW2OUFwZQqPNdaSY='

function basic (login: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
}

async function start (t: Test, text = `sam:${sha}\n`): Promise<Started & { users: string }> {
  const users = join(t.testdir({ users: text, groups: 'staff: sam\n' }), 'users')
  const login = { authType: 'basic', authName: 'The "rooms"', authUserFile: { path: users, place } } as const
  const running = await started(t, {
    main: server({
      accessLogs: [{ path: join(users, '../access.log'), format: '%u %>s', place }],
      sections: [
        section('location', '/private', { ...login, require: requirement('valid-user') }),
        section('location', '/private/bea', { require: requirement('user', ['bea']) }),
        section('location', '/private/staff', { require: requirement('group', ['staff']), authGroupFile: { path: join(users, '../groups'), place } }),
        section('location', '/private/here', { require: requirements('any', requirement('ip', ['127.0.0.0/8']), requirement('valid-user')) }),
        section('location', '/closed', { require: requirement('denied') }),
        section('location', '/unset', { require: requirement('valid-user') }),
        section('location', '/none', { ...login, authType: 'none', require: requirement('valid-user') })
      ]
    })
  })
  return { ...running, users }
}

t.test('who is not let in gets 401 with a challenge, or 403, and the log says why', async t => {
  const { ask, io } = await start(t)
  const challenged = await ask('/private/x')
  t.equal(challenged.status, 401)
  t.equal(challenged.headers['www-authenticate'], 'Basic realm="The \\"rooms\\"", charset="UTF-8"')
  t.match(challenged.body, '<h1>Unauthorized</h1>')
  t.equal((await ask('/private/x', basic('sam:sha'))).status, 404)
  t.equal((await ask('/private/x', basic('sam:wrong'))).status, 401)
  t.equal((await ask('/private/x', basic('mia:sha'))).status, 401)
  t.equal((await ask('/private/bea', basic('sam:sha'))).status, 401)
  t.equal((await ask('/private/staff', basic('sam:sha'))).status, 404)
  t.equal((await ask('/private/here')).status, 404)
  t.equal((await ask('/closed')).status, 403)
  for (const expected of [
    'AH01617: user sam: authentication failure for "/private/x": Password Mismatch',
    'AH01618: user mia not found: /private/x',
    'AH01631: user sam: authorization failure for "/private/bea":',
    'AH01630: client denied by server configuration: /closed'
  ]) t.match(io.err(), expected)
})

t.test('who guesses has to wait, whatever the password then', async t => {
  const { ask, io } = await start(t)
  for (let i = 0; i < 100; i++) t.equal((await ask('/private/x', basic(`sam:${i}`))).status, 401)
  const refused = await ask('/private/x', basic('sam:100'))
  t.equal(refused.status, 429)
  t.ok(Number(refused.headers['retry-after']) > 0)
  t.equal((await ask('/private/x', basic('sam:sha'))).status, 429)
  t.equal((await ask('/private/here')).status, 404, 'who needs no login is not asked to wait')
  t.match(io.err(), 'AH01617: user sam: too many failed logins')
})

t.test('a place that asks for users, and not how, answers 500', async t => {
  const { ask, io } = await start(t)
  t.equal((await ask('/unset', basic('sam:sha'))).status, 500)
  t.equal((await ask('/none', basic('sam:sha'))).status, 500)
  t.match(io.err(), 'AH00027')
})

t.test('no path gets round its section', async t => {
  const { ask } = await start(t)
  for (const path of ['/closed#', '/closed?x', '/%63losed', '//closed', '/./closed', '/closed/../closed', '/closed/x', '/x/..%2fclosed', '/closed%00', '/%zz/../closed']) {
    t.ok([403, 404, 400].includes((await ask(path)).status), path)
  }
  t.same(await Promise.all(['/closed#', '/closed?x', '/%63losed', '//closed', '/closed%2fx'].map(async path => (await ask(path)).status)), [400, 403, 403, 403, 403])
})

t.test('nor does a path whose parameters a servlet overlooks', async t => {
  const { ask } = await started(t, {
    main: server({
      proxyPass: [{ ...rule('/app', 'http://127.0.0.1:9/app'), mapping: 'servlet' }],
      sections: [section('location', '/app/closed', { require: requirement('denied') })]
    })
  })
  for (const path of ['/app/closed', '/app/closed;x=1', '/app;x=1/closed', '/app/x/..;/closed', '/app/x;y/..;z/closed/a']) {
    t.equal((await ask(path)).status, 403, path)
  }
  t.equal((await ask('/app/open;x=1')).status, 503)
})

t.test('a file that loses its users, or is lost, lets nobody in', async t => {
  const { ask, users, io } = await start(t)
  writeFileSync(users, 'sam:plain\n')
  t.equal((await ask('/private', basic('sam:plain'))).status, 401)
  t.match(io.err(), 'users:1: the password of sam is neither bcrypt')
  rmSync(users)
  t.equal((await ask('/private', basic('sam:sha'))).status, 500)
  t.match(io.err(), 'AH01620: ENOENT')
})

t.test('what cannot be used of a file is refused at the start', async t => {
  await t.rejects(start(t, 'sam:plain\n'), { message: /^httpd.conf:7: AuthUserFile: .*users:1: the password of sam is neither bcrypt \(htpasswd -B\) nor apr1 \(-m\) nor SHA \(-s\)$/ })
  const missing = (path: string) => started(t, { main: server({ sections: [section('location', '/', { authGroupFile: { path, place } })] }) })
  await t.rejects(missing('/nowhere/groups'), { message: 'httpd.conf:7: AuthGroupFile: /nowhere/groups: no such file' })
  await t.rejects(missing('/dev/null/x'), { message: /^httpd.conf:7: AuthGroupFile: \/dev\/null\/x: ENOTDIR/ })
})

t.test('the access log names the user', async t => {
  const { ask, close, users } = await start(t)
  await ask('/private', basic('sam:sha'))
  await ask('/private', basic('mia:sha'))
  await ask('/open')
  await close()
  t.same(readFileSync(join(users, '../access.log'), 'utf8').split('\n'), ['sam 404', 'mia 401', '- 404', ''])
})

t.test('the access log shows no nonce of the manager', async t => {
  const path = join(t.testdir({}), 'access.log')
  const location = { path: '/balancer-manager', handler: 'balancer-manager' as const, guarded: false, place }
  const { ask, close } = await started(t, { main: server({ locations: [location], accessLogs: [{ path, format: '%r', place }] }) })
  await ask('/balancer-manager?b=x&nonce=secret')
  await ask('/elsewhere?nonce=other')
  await close()
  t.same(readFileSync(path, 'utf8').split('\n'), ['GET /balancer-manager?b=x&nonce=... HTTP/1.1', 'GET /elsewhere?nonce=other HTTP/1.1', ''])
})
