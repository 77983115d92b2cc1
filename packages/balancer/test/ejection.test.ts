import { once } from 'node:events'
import { formatStatus } from '@fastify-balancer/core'
import type { BalancerMember, BalancerOptions } from '@fastify-balancer/core'
import t from 'tap'
import type { Test } from 'tap'
import { startShop } from './support/app.ts'
import { connect, get } from './support/client.ts'
import { keepLogs } from './support/logs.ts'
import type { LogLine } from './support/logs.ts'
import { refusingUrl, startBackend } from './support/member.ts'
import type { Backend } from './support/member.ts'
import { until } from './support/until.ts'

interface Ward {
  readonly a: Backend
  readonly b: Backend
  /** The first is a, whose answers the test decides; the other is b. */
  readonly members: readonly BalancerMember[]
  readonly port: number
  readonly lines: readonly LogLine[]
  /** What a answers; 0: nothing. */
  status: number
  /** What so many requests got. */
  ask (times: number, method?: string): Promise<string>
}

async function start (t: Test, parameters: Omit<BalancerOptions, 'members'>): Promise<Ward> {
  const a = await startBackend(t, 'a', (request, response) => {
    if (ward.status > 0) response.writeHead(ward.status).end('a')
    request.resume()
  })
  const b = await startBackend(t, 'b')
  const { logger, lines } = keepLogs('error')
  const { url, port, members } = await startShop(t, {
    ejectfails: 2, ejecttime: 60, ejectmax: 600, ...parameters, members: [{ url: a.url, timeout: '100ms' }, { url: b.url }]
  }, {}, { logger })
  const ward: Ward = {
    a,
    b,
    members,
    port,
    lines,
    status: 200,
    async ask (times, method = 'GET') {
      const got = []
      for (let i = 0; i < times; i++) {
        const response = await fetch(url, { method })
        got.push(response.ok ? await response.text() : response.status)
      }
      return got.join(' ')
    }
  }
  return ward
}

/** The time of the ejected member is over, since so many seconds. */
function pass (member: BalancerMember, seconds: number): void {
  member.ejection.until = Date.now() - seconds * 1_000
  member.balancer.recheckAt = -Infinity
}

t.test('a member that answers 500 to everything is ejected, tested, ejected for longer, and comes back (K4)', async t => {
  const ward = await start(t, {})
  const [a] = ward.members
  ward.status = 500
  t.equal(await ward.ask(4), '500 b 500 b')
  t.equal(formatStatus(a!.flags), 'Init Err ')
  pass(a!, 0)
  t.equal(await ward.ask(1), 'b', 'no client sees how the test ends')
  t.equal(ward.a.asked.length, 3)
  t.equal(a!.ejection.count, 2)
  ward.status = 200
  pass(a!, 0)
  t.equal(await ward.ask(2), 'a b')
  t.equal(formatStatus(a!.flags), 'Init Ok ')
  t.strictSame(ward.lines.map(({ ah, msg }) => `${ah} ${msg}`), [
    `AH00959 disabling worker ${ward.a.url} for 60s`, `AH00959 disabling worker ${ward.a.url} for 120s`
  ])
})

t.test('so is one that stays silent: who waits for the test gets the answer of another', async t => {
  const ward = await start(t, { ejectfails: 1 })
  ward.status = 0
  t.equal(await ward.ask(2), 'b b')
  t.equal(ward.a.asked.length, 1)
  pass(ward.members[0]!, 0)
  t.equal(await ward.ask(1), 'b')
  t.equal(ward.a.asked.length, 2)
  t.equal(ward.members[0]!.ejection.count, 2)
})

t.test('a request that cannot be repeated tests a member only where it must, and gets what that answers', async t => {
  const ward = await start(t, { ejectfails: 1 })
  ward.status = 500
  t.equal(await ward.ask(1, 'POST'), '500')
  pass(ward.members[0]!, 0)
  t.equal(await ward.ask(1, 'POST'), 'b')
  pass(ward.members[0]!, 60)
  t.equal(await ward.ask(1, 'POST'), '500')
  t.equal(ward.members[0]!.ejection.count, 2)
})

t.test('a client that leaves the member it tests lets the next one do it', async t => {
  const ward = await start(t, { ejectfails: 1 })
  ward.status = 500
  await ward.ask(1)
  pass(ward.members[0]!, 0)
  ward.status = 0
  const client = await connect(t, ward.port)
  const asked = once(ward.a.server, 'request')
  client.write(get('/'))
  await asked
  client.destroy()
  await until(() => ward.members[0]!.busy === 0)
  ward.status = 200
  t.equal(await ward.ask(1), 'a')
})

t.test('a member that cannot be reached waits for its time, not for its retry (K1)', async t => {
  const b = await startBackend(t, 'b')
  const { logger, lines } = keepLogs('error')
  const { url, members } = await startShop(t, { ejectfails: 1, members: [{ url: await refusingUrl() }, { url: b.url }] }, {}, { logger })
  const ask = async (): Promise<string> => (await fetch(url)).text()
  t.equal(await ask(), 'b')
  t.match(lines.at(-1), { ah: 'AH00959', msg: / for 2s$/ })
  pass(members[0]!, 0)
  t.equal(await ask(), 'b')
  t.match(lines.at(-1), { ah: 'AH00959', msg: / for 4s$/ })
  t.equal(members[0]!.elected, 2)
})

t.test('a member that is only busy has not failed (K7)', async t => {
  const a = await startBackend(t, 'a', () => {})
  const b = await startBackend(t, 'b')
  const { url, members } = await startShop(t, { ejectfails: 1, members: [{ url: a.url, max: 1, acquire: 50 }, { url: b.url }] })
  const held = new AbortController()
  const first = fetch(url, { signal: held.signal }).catch(() => {})
  await once(a.server, 'request')
  t.equal(await (await fetch(url)).text(), 'b')
  t.equal(await (await fetch(url)).text(), 'b')
  t.equal(members[0]!.elected, 2)
  t.equal(formatStatus(members[0]!.flags), 'Init Ok ')
  held.abort()
  await first
})
