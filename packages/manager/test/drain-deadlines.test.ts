import { begin, control, finish, sessionBegan } from '@fastify-balancer/core'
import type { AppliedChange, MemberChange } from '@fastify-balancer/core'
import t from 'tap'
import { Cluster } from '../../core/test/support/cluster.ts'
import { DrainDeadlines } from '../src/drain-deadlines.ts'
import { Journal } from '../src/journal.ts'
import { keepRecords } from '../src/keep-records.ts'

function build () {
  const cluster = new Cluster({ A: {}, B: {} })
  const { balancers } = cluster
  const journal = new Journal(balancers, () => cluster.now)
  const timers = new Map<number, () => void>()
  const deadlines = new DrainDeadlines(balancers, journal, () => cluster.now, (ms, then) => {
    timers.set(cluster.now + ms, then)
    return () => timers.delete(cluster.now + ms)
  })
  const drain = (name: string, change: Pick<MemberChange, 'set' | 'drain'>) =>
    control(balancers, { balancer: 'test', member: cluster.member(name).url, ...change }, 'ann', cluster.now)
  return { cluster, journal, timers, deadlines, drain }
}

t.test('at the deadline it is told who is left, and the drain ends as was said', async t => {
  const { cluster, journal, timers, deadlines, drain } = build()
  const told: AppliedChange[] = []
  const until = cluster.now + 600_000
  for (const [then, status] of [['stop', 'Stop'], ['disable', 'Dis'], ['keep', 'Drn']] as const) {
    if (then === 'disable') deadlines.tell = change => told.push(change)
    drain('A', { set: { status: '-S-D+N' }, drain: { until, then } })
    t.match(deadlines.of(cluster.member('A')), { until, then })
    sessionBegan(cluster.member('A'))
    begin(cluster.member('A'), 'route')
    timers.get(until)!()
    t.match(journal.since(0).findLast(({ kind }) => kind === 'state'), { member: 'http://a', cause: /^deadline of the drain: \d sessions and 1 requests are left$/ }, status)
    t.equal(deadlines.of(cluster.member('A')), null)
    finish(cluster.member('A'))
  }
  t.match(journal.edits('test').map(({ with: by }) => by), [null, 'deadline', null, 'deadline', null])
  t.match(told, [{ by: 'ann', change: { set: { status: '+D-N' }, with: 'deadline' } }])
})

t.test('a deadline goes with its drain, its member, or the last who waits for it', async t => {
  const { cluster, timers, deadlines, drain } = build()
  const end = { until: cluster.now + 1_000, then: 'stop' } as const
  drain('A', { set: { status: '+N' }, drain: end })
  drain('A', { set: { lbset: 1 } })
  t.equal(timers.size, 1)
  drain('A', { set: { status: '-N' } })
  t.equal(timers.size, 0)
  drain('A', { set: { status: '+N' }, drain: { ...end, until: 0 } })
  t.ok(timers.has(cluster.now), 'what is past is now')
  control(cluster.balancers, { balancer: 'test', remove: 'http://a' }, 'ann', cluster.now)
  t.equal(timers.size, 0)
  control(cluster.balancers, { balancer: 'test', set: { timeout: 1 } }, 'ann', cluster.now)
  drain('B', { set: { status: '+N' }, drain: end })
  deadlines.close()
  t.equal(timers.size, 0)
})

t.test('all who manage the same balancers share what they know of them', async t => {
  const { balancers } = new Cluster({ A: {} })
  const [one, other] = [keepRecords(balancers), keepRecords(balancers)]
  t.equal(one.deadlines, other.deadlines)
  t.equal(one.journal, other.journal)
  control(balancers, { balancer: 'test', member: 'http://a', set: { status: '+N' }, drain: { until: Date.now() + 1, then: 'stop' } }, 'ann', Date.now())
  one.release()
  one.release()
  // A deadline keeps no process alive; the test has to.
  const alive = setInterval(() => {}, 1_000)
  t.teardown(() => clearInterval(alive))
  await new Promise(resolve => one.journal.events.on('event', resolve))
  other.release()
  t.not(keepRecords(balancers).origins, one.origins)
})
