import t from 'tap'
import { answered, begin, fail, finish, reached, read, retried, sessionBegan, sessionEnded, transferred } from '../src/account.ts'
import { formatStatus } from '../src/status.ts'
import { Cluster } from './support/cluster.ts'

t.test('a request makes its member busy until it is over, and counts as elected for ever', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const member = cluster.member('A')
  begin(member, 'lbmethod')
  begin(member, 'route')
  begin(cluster.member('B'), 'lbmethod')
  t.equal(member.busy, 2)
  t.equal(cluster.balancer.busy, 3)
  finish(member)
  t.equal(member.busy, 1)
  finish(member)
  t.equal(member.busy, 0)
  t.equal(cluster.balancer.busy, 1)
  t.equal(member.elected, 2)
  t.same(member.electedBy, { route: 1, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 1, failover: 0 })
})

t.test('bytes add up in both directions', async t => {
  const member = new Cluster({ A: {} }).member('A')
  transferred(member, 171)
  transferred(member, 171)
  read(member, 1017)
  t.equal(member.transferred, 342)
  t.equal(member.read, 1017)
})

t.test('attempts are counted by how they ended, and timed if they were answered', async t => {
  const member = new Cluster({ A: {} }).member('A')
  answered(member, 7, 200)
  answered(member, 3, 302)
  answered(member, 2, 599)
  answered(member, 5_000, 0)
  retried(member)
  t.same(member.statistics.answers, [1, 0, 1, 1, 0, 1])
  t.equal(member.statistics.latency.sum, 12)
  t.equal(member.statistics.retried, 1)
})

t.test('a failure puts the member in error and tells why', async t => {
  const cluster = new Cluster({ A: {} })
  const failures: unknown[] = []
  cluster.balancers.events.on('failed', (member, cause) => failures.push([member.url, cause]))
  t.equal(fail(cluster.member('A'), cluster.now, 'connection refused'), true)
  t.equal(formatStatus(cluster.member('A').flags), 'Init Err ')
  t.equal(cluster.member('A').errorTime, cluster.now)
  t.same(failures, [['http://a', 'connection refused']])
})

t.test('a member that ignores errors does not fail', async t => {
  const cluster = new Cluster({ A: { status: '+I' } })
  cluster.balancers.events.on('failed', () => t.fail('nothing failed'))
  t.equal(fail(cluster.member('A'), cluster.now, 'answered 500'), false)
  t.equal(formatStatus(cluster.member('A').flags), 'Init Ign Ok ')
  t.equal(cluster.member('A').errorTime, 0)
})

t.test('a member that is reached has its failures forgotten', async t => {
  const cluster = new Cluster({ A: {} })
  const member = cluster.member('A')
  member.errorTime = cluster.now
  member.retries = 3
  reached(member)
  t.equal(member.errorTime, 0)
  t.equal(member.retries, 0)
})

t.test('a member is put in error once, however many of its requests fail', async t => {
  const cluster = new Cluster({ A: {} })
  const member = cluster.member('A')
  for (let i = 0; i < 3; i++) fail(member, cluster.now, 'refused')
  t.equal(member.statistics.failed, 1)
})

t.test('reaching a member in error leaves the mark to the next look', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  fail(cluster.member('B'), cluster.now, 'answered 500')
  reached(cluster.member('B'))
  t.equal(formatStatus(cluster.member('B').flags), 'Init Err ')
  t.equal(cluster.answers(2), 'A B')
  t.equal(formatStatus(cluster.member('B').flags), 'Init Ok ')
})

t.test('sessions are counted while they live', async t => {
  const member = new Cluster({ A: {} }).member('A')
  sessionBegan(member)
  sessionBegan(member)
  t.equal(member.sessions, 2)
  sessionEnded(member)
  t.equal(member.sessions, 1)
})

t.test('what a failed member had grown in its slow start is lost', async t => {
  const cluster = new Cluster({ A: { slowstart: 10 } })
  cluster.answers(1)
  t.equal(cluster.member('A').startedAt, cluster.now)
  fail(cluster.member('A'), cluster.now, 'refused')
  t.equal(cluster.member('A').startedAt, 0)
})
