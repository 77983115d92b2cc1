import { answered, Balancers, begin, checkFailed, checkPassed, control, fail, finish, History, reached, sessionBegan, sessionEnded, watch } from '@fastify-balancer/core'
import type { BalancerMember } from '@fastify-balancer/core'
import t from 'tap'
import { alertRules } from '../../src/alerts/alert.ts'
import type { AlertRule } from '../../src/alerts/alert.ts'
import { findConditions } from '../../src/alerts/conditions.ts'
import type { Limits } from '../../src/alerts/conditions.ts'

function create (limits: Partial<Limits> = {}, max = 0) {
  const balancers = new Balancers(() => '')
  const { members: [a, b] } = balancers.add('shop', { members: [{ url: 'http://a', route: 'a', max }, { url: 'http://b', retry: 1, max }] })
  balancers.add('empty', {})
  const causes = new WeakMap<BalancerMember, string>()
  const lost = new Set<string>()
  const history = new History(balancers, 1_000)
  history.sample()
  const set = (member: BalancerMember, status: string): void => { control(balancers, { balancer: 'shop', member: member.url, set: { status } }, 'test', 0) }
  const find = (rules: readonly AlertRule[] = alertRules, known: History | null = history): string[] =>
    findConditions(balancers, new Set(rules), { busy: 0.9, errors: 0.1, least: 1, p99: null, ...limits }, { history: known, causes, lost })
      .map(({ rule, balancer, member, route, reason }) => `${rule} ${balancer} ${member} ${route}: ${reason}`)
  return { balancers, a: a!, b: b!, causes, lost, history, set, find }
}

t.test('a member is down from its failure until it is reached', async t => {
  const { a, b, causes, set, find } = create()
  t.strictSame(find(), [], 'a member that was never asked is not down')
  fail(a, 1, 'refused')
  t.strictSame(find(), ['memberDown shop http://a a: in error'])
  causes.set(a, 'refused')
  set(a, '-E')
  t.strictSame(find(), ['memberDown shop http://a a: refused'], 'it is looked at again, and was not reached yet')
  fail(b, 1, 'refused')
  t.strictSame(find(), ['allDown shop null null: no member can be elected', 'memberDown shop http://a a: refused', 'memberDown shop http://b null: in error'])
  t.strictSame(find(['allDown']), ['allDown shop null null: no member can be elected'])
  reached(a)
  t.strictSame(find(), ['memberDown shop http://b null: in error'])
  set(b, '+D')
  t.strictSame(find(), [], 'who takes it out knows')
  set(b, '-D-E+C')
  reached(b)
  t.strictSame(find(), ['memberDown shop http://b null: fails its checks'])
})

t.test('where members are checked, the checks say who is down', async t => {
  const { a, find } = create()
  a.hcfails = 3
  watch(a)
  checkFailed(a, 1, 'status 500')
  t.strictSame(find(), [], 'one failure of three')
  checkFailed(a, 2, 'status 500')
  checkFailed(a, 3, 'status 500')
  t.strictSame(find(), ['memberDown shop http://a a: fails its checks: status 500'])
  for (let i = 4; i < 8; i++) checkPassed(a, i)
  t.strictSame(find(), [])
})

t.test('all are down when nobody is left to elect, for whatever reason', async t => {
  const { a, b, set, find } = create()
  set(a, '+D')
  set(b, '+S')
  t.strictSame(find(), ['allDown shop null null: no member can be elected'])
  set(a, '-D+N')
  t.strictSame(find(['allDown']), ['allDown shop null null: no member can be elected'])
  set(b, '-S')
  t.strictSame(find(['allDown']), [])
})

t.test('a drain has finished when neither sessions nor requests are left', async t => {
  const { a, set, find } = create()
  sessionBegan(a)
  begin(a, 'lbmethod')
  set(a, '+N')
  t.strictSame(find(), [])
  sessionEnded(a)
  t.strictSame(find(), [])
  finish(a)
  t.strictSame(find(), ['drainFinished shop http://a a: neither sessions nor requests are left'])
  set(a, '-N')
  t.strictSame(find(), [])
})

t.test('a balancer is overloaded when its connections are busy', async t => {
  const { a, b, set, find } = create({}, 5)
  for (let i = 0; i < 8; i++) begin(i < 5 ? a : b, 'lbmethod')
  t.strictSame(find(), [])
  begin(b, 'lbmethod')
  t.strictSame(find(), ['overload shop null null: 90 % of the connections are busy'])
  finish(b)
  set(b, '+D')
  t.strictSame(find(['overload']), ['overload shop null null: 100 % of the connections are busy'], 'those of members that nobody may use do not count')
  t.strictSame(create({ busy: null }, 1).find(), [])
})

t.test('a balancer is overloaded when its requests fail', async t => {
  const { a, b, history, find } = create()
  for (let i = 0; i < 18; i++) answered(a, 1, 200)
  answered(b, 1, 503)
  history.sample()
  t.strictSame(find(), [])
  for (let i = 0; i < 18; i++) answered(a, 1, 200)
  answered(b, 1, 503)
  answered(b, 1, 0)
  history.sample()
  t.strictSame(find(), ['overload shop null null: 10 % of the requests fail'])
  t.strictSame(find(alertRules, null), [], 'who keeps no history knows nothing')
  history.sample()
  t.strictSame(find(), [])
  const few = create({ least: 3 })
  for (let i = 0; i < 2; i++) answered(few.a, 1, 500)
  few.history.sample()
  t.strictSame(few.find(), [])
  const indifferent = create({ errors: null })
  for (let i = 0; i < 9; i++) answered(indifferent.a, 1, 500)
  indifferent.history.sample()
  t.strictSame(indifferent.find(), [])
})

t.test('a balancer is overloaded when its answers are slow', async t => {
  const { a, history, find } = create({ p99: 400 })
  for (let i = 0; i < 200; i++) answered(a, 1, 200)
  history.sample()
  t.strictSame(find(), [])
  for (let i = 0; i < 200; i++) answered(a, i < 5 ? 450 : 1, 200)
  history.sample()
  t.match(find(), [/^overload shop null null: one of a hundred answers takes 4\d\d ms or longer$/])
})

t.test('a server\'s heartbeats are lost until it is heard', async t => {
  const { lost, find } = create()
  lost.add('10.0.0.1:80')
  t.strictSame(find(), ['heartbeatLost null 10.0.0.1:80 null: its heartbeats stopped'])
})
