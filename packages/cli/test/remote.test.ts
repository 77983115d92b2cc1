import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import balancer from '@fastify-balancer/balancer'
import { begin, control, finish, sessionBegan, sessionEnded } from '@fastify-balancer/core'
import manager from '@fastify-balancer/manager'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { readDrainArguments } from '../src/arguments.ts'
import { main } from '../src/main.ts'
import { drain } from '../src/remote/drain.ts'
import { createClient } from '../src/remote/manager-client.ts'
import { table } from '../src/remote/table.ts'
import { testIo } from './support/io.ts'
import { read } from './support/tls.ts'

const password = { FASTIFY_BALANCER_PASSWORD: 'secret', NETRC: '/nowhere' }

interface Managed {
  readonly app: FastifyInstance
  readonly url: string
  /** Runs a command as ann. */
  readonly run: (command: string, ...args: string[]) => Promise<{ code: number, out: string, err: string }>
}

async function managed (t: Test, https: { key: string, cert: string } | null = null): Promise<Managed> {
  const app = Fastify({ https, forceCloseConnections: true })
  t.teardown(() => app.close())
  await app.register(balancer, {
    balancers: {
      shop: { members: [{ url: 'http://a.local', route: 'a' }, { url: 'http://b.local:81', route: 'both' }], stickysession: 'S' },
      other: { members: [{ url: 'http://c.local', route: 'both' }] }
    }
  })
  await app.register(manager, { users: { ann: 'secret' } })
  app.get('/broken/api/balancers', async (_request, reply) => reply.code(502).send('oops'))
  const url = `${await app.listen({ host: '127.0.0.1', port: 0 })}/balancer-manager`
  return { app, url, run: (command, ...args) => run({}, command, url, ...args, '--user', 'ann') }
}

async function run (env: Record<string, string>, ...argv: string[]): Promise<{ code: number, out: string, err: string }> {
  const io = testIo({ ...password, ...env })
  const code = await main(argv, io)
  return { code, out: io.out(), err: io.err() }
}

t.test('show prints tables, or what the API says', async t => {
  const { app, run } = await managed(t)
  const [a] = app.balancers.get('shop').members
  sessionBegan(a!)
  control(app.balancers, { balancer: 'shop', member: 'http://b.local:81', set: { status: '+D', loadfactor: 2 } }, 'test', 0)
  t.strictSame(await run('show'), {
    code: 0,
    err: '',
    out: `balancer://shop  byrequests, stickysession S, 2 of 2 members
MEMBER  URL                STATE     FACTOR  SET  ELECTED  BUSY  SESSIONS  REQ/S  SHARE
a       http://a.local     Healthy     1.00    0        0     0         1    0.0      -
both    http://b.local:81  Disabled    2.00    0        0     0         0    0.0      -

balancer://other  byrequests, 1 of 1 members
MEMBER  URL             STATE    FACTOR  SET  ELECTED  BUSY  SESSIONS  REQ/S  SHARE
both    http://c.local  Healthy    1.00    0        0     0         0    0.0      -
`
  })
  t.match(JSON.parse((await run('show', '--json')).out), { balancers: [{ name: 'shop' }, { name: 'other' }] })
  t.match(JSON.parse((await run('show', 'balancer://other', '--json')).out), { name: 'other' })
  t.match((await run('show', 'other')).out, /^balancer:\/\/other/)
  t.strictSame(await run('show', 'none'), { code: 1, out: '', err: 'no balancer is called none\n' })
  t.equal(table([]), '')
  t.equal(table([['A'], ['7 %']]), '  A\n7 %\n')
})

t.test('set changes a member or a balancer, by the words of httpd.conf', async t => {
  const { app, run } = await managed(t)
  const { members: [a], ...shop } = app.balancers.get('shop')
  t.equal(shop.name, 'shop')
  t.strictSame(await run('set', 'a', 'retry=5', 'status=+D', '--note', 'release'), { code: 0, out: 'a: changed, Init Dis\n', err: '' })
  t.equal(a!.retry, 5_000)
  t.strictSame(await run('set', 'shop/http://a.local', 'retry=5'), { code: 0, out: 'shop/http://a.local: it is so already, Init Dis\n', err: '' })
  t.match(JSON.parse((await run('set', 'a', 'retry=', '--json')).out), { event: Number, member: { retry: 60_000 } })
  t.strictSame(await run('set', 'balancer://shop', 'lbmethod=bybusyness'), { code: 0, out: 'balancer://shop: changed\n', err: '' })
  t.match(await run('set', 'a', 'loadfactor=0'), { code: 1, err: /: loadfactor must be a number from 1 to 100 \(400\)\n$/ })
  t.match(await run('set', 'both', 'lbset=1'), { code: 1, err: 'several members are called both: say one of shop/http://b.local:81, other/http://c.local\n' })
  t.match(await run('set', 'none', 'lbset=1'), { code: 1, err: 'no member is called none\n' })
  t.match(await run('set', 'balancer://none', 'timeout=1'), { code: 1, err: /no balancer is named none \(404\)/ })
})

t.test('drain drains, and waits until nobody is left', async t => {
  const { app, url, run } = await managed(t)
  const [a, b] = app.balancers.get('shop').members
  for (const member of [a!, a!, b!, b!]) sessionBegan(member)
  begin(a!, 'route')
  t.strictSame(await run('drain', 'a'), { code: 0, out: 'a: 2 of 2 sessions and 1 requests left\n', err: '' })

  // What happens before the command looks: first at all members, then at this one, again and again.
  let looks = 0
  let before: (look: number) => void = look => {
    if (look === 3 || look === 4) sessionEnded(a!)
    if (look === 4) finish(a!)
  }
  app.server.on('request', ({ method }) => {
    if (method === 'GET') before(++looks)
  })
  const io = testIo(password)
  t.equal(await drain(readDrainArguments([url, 'a', '--wait', '--user', 'ann', '--note', 'release']), io, 1), 0)
  t.strictSame([io.out(), io.err()], ['a: 2 of 2 sessions and 1 requests left\na: 1 of 2 sessions and 1 requests left\na: 0 of 2 sessions and 0 requests left\n', ''])

  const terminal = testIo(password)
  Object.assign(terminal.stdout, { isTTY: true })
  const arguments_ = [url, 'shop/both', '--wait', '--user', 'ann', '--deadline', '3s', '--then', 'stop']
  looks = 0
  before = look => { if (look === 2) sessionEnded(b!) }
  t.equal(await drain(readDrainArguments(arguments_), terminal, 20), 1)
  t.match(terminal.out(), /^\rboth \[\.{24}\] 2 of 2 sessions and 0 requests left\rboth \[#{12}\.{12}\] 1 of 2 sessions and 0 requests left/)
  t.match(terminal.err(), /^both: .*, 1.* sessions and 0 requests left\n$/)
  before = () => {}
  t.match(await run('show', 'shop'), { out: /both .* Stopped/ })

  sessionBegan(a!)
  control(app.balancers, { balancer: 'shop', member: a!.url, set: { status: '-N' } }, 'test', 0)
  const ended = testIo(password)
  looks = 0
  before = look => { if (look === 3) control(app.balancers, { balancer: 'shop', member: a!.url, set: { status: '-N' } }, 'test', 0) }
  t.equal(await drain(readDrainArguments([url, 'a', '--wait', '--user', 'ann']), ended, 20), 1)
  t.equal(ended.err(), 'a: the drain was ended: Init Ok, 1 sessions and 0 requests left\n')
})

t.test('a drain that becomes slower says when it will be over', async t => {
  const { app, url } = await managed(t)
  const [a] = app.balancers.get('shop').members
  for (let i = 0; i < 4; i++) sessionBegan(a!)
  control(app.balancers, { balancer: 'shop', member: a!.url, set: { status: '+N' } }, 'test', Date.now())
  const { drains } = app.balancers
  drains.sample(Date.now() - 60_000)
  sessionEnded(a!)
  drains.sample(Date.now())
  const io = testIo(password)
  Object.assign(io.stdout, { isTTY: true })
  t.equal(await drain(readDrainArguments([url, 'a', '--user', 'ann']), io), 0)
  t.match(io.out(), /^\ra \[#{6}\.{18}\] 3 of 4 sessions and 0 requests left, empty in about 3 min\n$/)
})

t.test('who asks is known from --user and the environment, or from netrc', async t => {
  const { url } = await managed(t)
  const netrc = `${t.testdir({ netrc: 'machine other.test login x password y\nmachine 127.0.0.1\n  login ann\n  password secret\n', '.netrc': '' })}`
  const none = { NETRC: '/nowhere', FASTIFY_BALANCER_PASSWORD: undefined as unknown as string }
  t.equal((await run({ ...none, NETRC: `${netrc}/netrc` }, 'show', url)).code, 0)
  t.equal((await run({ ...none, NETRC: `${netrc}/netrc` }, 'show', url, '--user', 'ann')).code, 0)
  t.match(await run({ ...none, NETRC: undefined as unknown as string, HOME: netrc }, 'show', url, '--user', 'ann'), { code: 1, err: '--user ann: the password is to be in FASTIFY_BALANCER_PASSWORD, or for 127.0.0.1 in ~/.netrc\n' })
  for (const [env, args] of [[none, []], [{ FASTIFY_BALANCER_PASSWORD: 'wrong' }, ['--user', 'ann']]] as const) {
    t.match(await run(env, 'show', url, ...args), { code: 1, err: /balancer-manager: not let in \(401\): say --user NAME/ })
  }
})

t.test('what is no manager, or cannot be reached, is told', async t => {
  const { url } = await managed(t)
  t.match(await run({}, 'show', url.replace('/balancer-manager', '/none')), { err: /\(404\)\n$/ })
  t.match(await run({}, 'show', url.replace('/balancer-manager', '/broken')), { err: /broken: answers 502\n$/ })
  t.match(await run({}, 'show', 'http://127.0.0.1:1/x'), { code: 1, err: 'http://127.0.0.1:1/x: cannot be reached: ECONNREFUSED\n' })
  const silent = createServer().listen(0, '127.0.0.1')
  t.teardown(() => silent.close())
  await once(silent, 'listening')
  const nobody = { url: new URL(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/x`), user: null, insecure: false }
  await t.rejects(createClient(nobody, testIo(password), 20)('GET', '/'), { name: 'Refusal', message: /x: cannot be reached: no answer$/ })
  const plain = Fastify().get('/x/api/balancers', async () => 'hello')
  t.teardown(() => plain.close())
  t.match(await run({}, 'show', `${await plain.listen({ host: '127.0.0.1', port: 0 })}/x`), { err: /there is no manager with an API \(200\)\n$/ })
})

t.test('certificates are checked, unless told otherwise', async t => {
  const { run } = await managed(t, { key: read('first.key.pem'), cert: read('first.cert.pem') })
  t.match(await run('show'), { code: 1, err: /cannot be reached: / })
  t.equal((await run('show', '--insecure')).code, 0)
})

const url = 'http://127.0.0.1:1/x'
const refusals: ReadonlyArray<readonly [argv: readonly string[], err: RegExp]> = [
  [['show'], /^show: of which manager\?/],
  [['show', 'ftp://x'], /begins with http/],
  [['show', 'x'], /begins with http/],
  [['show', 'http://ann:secret@x/'], /others can read command lines/],
  [['show', url, '--user', 'ann:secret'], /others can read command lines/],
  [['show', url, 'a', 'b'], /^show: one balancer, not 2/],
  [['set', url, 'a'], /^set: fastify-balancer set URL MEMBER key=value…/],
  [['set', url, 'a', 'b'], /^set: key=value, not "b"/],
  [['drain', url], /^drain: fastify-balancer drain URL MEMBER/],
  [['drain', url, 'a', '--then', 'x'], /^--then must be stop, disable or keep, not "x"/]
]

t.test('what the commands do not understand is refused', async t => {
  for (const [argv, err] of refusals) t.match(await run({}, ...argv), { code: 1, err }, argv.join(' '))
})
