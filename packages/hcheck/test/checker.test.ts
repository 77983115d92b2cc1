import { mock } from 'node:test'
import t from 'tap'
import type { Test } from 'tap'
import { Balancers, control, fail, formatStatus } from '@fastify-balancer/core'
import type { Balancer, BalancerMember, MemberInput } from '@fastify-balancer/core'
import { Checker } from '../src/checker.ts'
import { healthLog } from '../src/log.ts'
import type { Surroundings } from '../src/watch.ts'

interface Check {
  readonly member: BalancerMember
  readonly signal: AbortSignal
  /** Why it failed; empty: it passed. */
  readonly end: (cause: string) => Promise<void>
}

interface Stage {
  readonly balancers: Balancers
  readonly balancer: Balancer
  readonly member: BalancerMember
  readonly checker: Checker
  /** Those that began, also those that are over. */
  readonly begun: Check[]
  readonly surroundings: Surroundings
  readonly log: string[]
  /** Lets that many milliseconds go by. */
  readonly pass: (ms: number) => void
  readonly set: (set: MemberInput) => void
}

/** A member that is checked, on a clock that the test turns; the dice always say `roll`. */
function play (t: Test, given: MemberInput, roll = 0.5): Stage {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] })
  const balancers = new Balancers(() => '')
  const balancer = balancers.add('shop', { growth: 2, members: [{ url: 'http://a', hcmethod: 'GET', hcinterval: 10, ...given }] })
  const begun: Check[] = []
  const log: string[] = []
  const write = (_fields: object, text: string): void => { log.push(text) }
  const surroundings: Surroundings = {
    check: (member, signal) => new Promise(resolve => {
      begun.push({
        member,
        signal,
        async end (cause) {
          resolve(cause)
          await Promise.resolve()
          await Promise.resolve()
        }
      })
    }),
    now: Date.now,
    random: () => roll,
    log: healthLog({ debug: write, info: write, warn: write } as unknown as Parameters<typeof healthLog>[0])
  }
  const checker = new Checker(balancers, () => true, surroundings)
  t.teardown(() => {
    checker.close()
    mock.timers.reset()
  })
  const [member] = balancer.members
  return {
    balancers,
    balancer,
    member: member!,
    checker,
    begun,
    surroundings,
    log,
    pass: ms => mock.timers.tick(ms),
    set: set => { control(balancers, { balancer: 'shop', member: 'http://a', set }, 'test', Date.now()) }
  }
}

t.test('the first check comes somewhere in the first interval, the next an interval after the end of the last', async t => {
  const { begun, pass, log } = play(t, {})
  pass(4_999)
  t.equal(begun.length, 0)
  pass(1)
  t.equal(begun.length, 1)
  pass(60_000)
  t.equal(begun.length, 1, 'one at a time')
  await begun[0]!.end('')
  pass(9_999)
  t.equal(begun.length, 1)
  pass(1)
  t.equal(begun.length, 2)
  t.same(log, ['Health check of http://a passed'])
})

t.test('give or take a twentieth, so that not all are asked at once', async t => {
  for (const [roll, after] of [[0, 9_500], [0.999, 10_499]] as const) {
    const { begun, pass } = play(t, {}, roll)
    pass(10_000)
    await begun[0]!.end('')
    pass(after - 1)
    t.equal(begun.length, 1)
    pass(1)
    t.equal(begun.length, 2)
    mock.timers.reset()
  }
})

t.test('results take the member out and bring it back, and the log says so', async t => {
  const { begun, pass, member, log } = play(t, {})
  pass(5_000)
  await begun[0]!.end('answered 503')
  t.equal(formatStatus(member.flags), 'Init HcFl ')
  pass(10_000)
  await begun[1]!.end('')
  t.equal(formatStatus(member.flags), 'Init Ok ')
  t.same(log, [
    'Health check of http://a failed: answered 503',
    'Health check DISABLING http://a: answered 503',
    'balancer://shop: no member is left that passes its check, those that only fail it are used',
    'Health check of http://a passed',
    'Health check ENABLING http://a'
  ])
})

t.test('a member in error is asked when its retry has passed, if that is earlier', async t => {
  const { begun, pass, member } = play(t, { hcinterval: 60, retry: 5 })
  fail(member, Date.now(), 'refused')
  pass(4_999)
  t.equal(begun.length, 0)
  pass(1)
  await begun[0]!.end('refused')
  pass(5_000)
  await begun[1]!.end('')
  t.equal(formatStatus(member.flags), 'Init Ok ')
  pass(59_999)
  t.equal(begun.length, 2)
})

t.test('with retry=0 that is once in a second', async t => {
  const { begun, pass, member } = play(t, { hcinterval: 60, retry: 0 })
  pass(30_000)
  await begun[0]!.end('')
  fail(member, Date.now(), 'refused')
  pass(999)
  t.equal(begun.length, 1)
  pass(1)
  t.equal(begun.length, 2)
})

t.test('another question is asked at once, and the answer to the old one counts no more', async t => {
  const { begun, pass, set, member } = play(t, {})
  pass(5_000)
  set({ hcuri: '/new' })
  t.equal(begun[0]!.signal.aborted, true)
  await begun[0]!.end('answered 404')
  t.equal(formatStatus(member.flags), 'Init Ok ')
  pass(0)
  t.equal(begun.length, 2)
  await begun[1]!.end('')
  t.match(member.health, { passed: 1, failed: 0 })
})

t.test('another interval counts from the last check', async t => {
  const { begun, pass, set } = play(t, {})
  pass(5_000)
  await begun[0]!.end('')
  pass(2_000)
  set({ hcinterval: 3 })
  pass(999)
  t.equal(begun.length, 1)
  pass(1)
  t.equal(begun.length, 2)
  set({ hcinterval: 5 })
  t.equal(begun[1]!.signal.aborted, false, 'a check that is on its way goes on')
})

t.test('a disabled or draining member is checked, a stopped one is not', async t => {
  const { begun, pass, set } = play(t, { status: '+DN' })
  pass(5_000)
  await begun[0]!.end('')
  set({ status: '+S' })
  pass(60_000)
  t.equal(begun.length, 1)
  set({ status: '-S' })
  pass(0)
  t.equal(begun.length, 2)
})

t.test('members may get a check, lose it, or join with one', async t => {
  const { balancers, begun, pass, set, member } = play(t, { hcmethod: 'NONE' })
  pass(60_000)
  t.equal(begun.length, 0)
  t.equal(member.health.watched, false)
  set({ hcmethod: 'TCP' })
  t.equal(member.health.watched, true)
  pass(5_000)
  await begun[0]!.end('refused')
  set({ hcmethod: 'NONE' })
  t.equal(formatStatus(member.flags), 'Init Ok ', 'nobody says any more that it fails')
  control(balancers, { balancer: 'shop', add: { url: 'http://b', hcmethod: 'TCP', hcinterval: 1 } }, 'test', Date.now())
  balancers.add('late', { members: [{ url: 'http://c', hcmethod: 'TCP', hcinterval: 1 }] })
  pass(60_000)
  t.same(begun.map(({ member }) => member.url), ['http://a', 'http://b', 'http://c'])
})

t.test('of several who would check a member one does, and the next when that one leaves', async t => {
  const { balancers, balancer, checker, begun, pass, surroundings, log } = play(t, {})
  const others = [1, 2].map(() => new Checker(balancers, () => true, surroundings))
  t.teardown(() => others.forEach(other => other.close()))
  const none = new Checker(balancers, () => false, surroundings)
  pass(5_000)
  t.equal(begun.length, 1)
  none.close()
  others[0]!.close()
  checker.close()
  t.equal(begun[0]!.signal.aborted, true)
  t.equal(balancer.members[0]!.health.watched, true)
  pass(5_000)
  t.equal(begun.length, 2)
  await begun[1]!.end('refused')
  t.equal(log.filter(line => line.startsWith('Health check DISABLING')).length, 1)
  others[1]!.close()
  t.equal(balancer.members[0]!.health.watched, false)
  pass(60_000)
  t.equal(begun.length, 2)
})
