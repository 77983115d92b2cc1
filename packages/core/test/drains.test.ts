import t from 'tap'
import { begin, finish, sessionBegan, sessionEnded } from '../src/account.ts'
import { control } from '../src/control.ts'
import { Cluster } from './support/cluster.ts'

t.test('a member that drains is followed from then on, until it does not any more', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const a = cluster.member('A')
  const { drains } = cluster.balancers
  t.equal(drains.of(a), null)
  for (let i = 0; i < 10; i++) sessionBegan(a)
  cluster.set('A', { status: '+N' })
  t.strictSame(drains.of(a), { since: cluster.now, by: 'test', sessionsAtStart: 10, sessionsLeft: 10, perMinute: null, emptyAt: null })
  cluster.set('A', { route: 'a' })
  t.equal(drains.of(a)!.since, cluster.now, 'another change is no new drain')
  cluster.set('A', { status: '-N' })
  t.equal(drains.of(a), null)
  control(cluster.balancers, { balancer: 'test', set: { timeout: 1 } }, 'test', cluster.now)
  t.equal(drains.of(a), null)
})

t.test('one that drains from the start has the most sessions that were there', async t => {
  const cluster = new Cluster({ A: { status: '+N' } }, { growth: 1 })
  const a = cluster.member('A')
  const { drains } = cluster.balancers
  t.match(drains.of(a), { since: null, by: null, sessionsAtStart: 0 })
  sessionBegan(a)
  sessionBegan(a)
  t.equal(drains.of(a)!.sessionsAtStart, 2)
  drains.sample(cluster.now)
  sessionEnded(a)
  t.match(drains.of(a), { sessionsAtStart: 2, sessionsLeft: 1 })
  const added = control(cluster.balancers, { balancer: 'test', add: { url: 'http://b', status: '+N' } }, 'test', cluster.now)
  t.equal(added.after.url, 'http://b')
  const b = cluster.member('B')
  t.match(drains.of(b), { since: cluster.now, by: 'test' })
  control(cluster.balancers, { balancer: 'test', remove: 'http://b' }, 'test', cluster.now)
  t.equal(drains.of(b), null, 'a member that has left is not followed')
})

t.test('one that is removed is not followed any more', async t => {
  const cluster = new Cluster({ A: { status: '+N' }, B: {} })
  const a = cluster.member('A')
  const { drains, events } = cluster.balancers
  events.on('drained', () => t.fail('it is gone'))
  control(cluster.balancers, { balancer: 'test', remove: 'http://a' }, 'test', cluster.now)
  drains.sample(cluster.now)
  t.equal(drains.of(a), null)
})

t.test('the end is where the slope of the last five minutes leads', async t => {
  const cluster = new Cluster({ A: {} })
  const a = cluster.member('A')
  const { drains } = cluster.balancers
  for (let i = 0; i < 60; i++) sessionBegan(a)
  cluster.set('A', { status: '+N' })
  const start = cluster.now
  drains.sample(start)
  drains.sample(start + 5_000)
  t.match(drains.of(a), { perMinute: null, emptyAt: null }, 'too early to say')
  for (let i = 0; i < 10; i++) sessionEnded(a)
  drains.sample(start + 60_000)
  t.match(drains.of(a), { sessionsLeft: 50, perMinute: 10, emptyAt: start + 360_000 })
  for (let minute = 2; minute <= 7; minute++) drains.sample(start + minute * 60_000)
  t.match(drains.of(a), { sessionsLeft: 50, perMinute: 0, emptyAt: null }, 'nobody left for five minutes')
  sessionBegan(a)
  drains.sample(start + 480_000)
  t.match(drains.of(a), { perMinute: -0.2, emptyAt: null }, 'they become more')
})

t.test('it is told once that nobody is there any more', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const a = cluster.member('A')
  const { drains, events } = cluster.balancers
  const drained: string[] = []
  events.on('drained', member => drained.push(member.url))
  sessionBegan(a)
  begin(a, 'route')
  cluster.set('A', { status: '+N' })
  drains.sample(1)
  sessionEnded(a)
  drains.sample(2)
  t.strictSame(drained, [], 'a request is still there')
  finish(a)
  drains.sample(3)
  drains.sample(4)
  t.strictSame(drained, ['http://a'])
  t.equal(drains.of(a)!.emptyAt, 3)
  sessionBegan(a)
  drains.sample(5)
  t.equal(drains.of(a)!.emptyAt, null, 'one came back')
  sessionEnded(a)
  drains.sample(6)
  t.strictSame(drained, ['http://a', 'http://a'])
})
