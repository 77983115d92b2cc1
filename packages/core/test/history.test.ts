import t from 'tap'
import { answered, begin, finish } from '../src/account.ts'
import { History } from '../src/history.ts'
import { Cluster } from './support/cluster.ts'

t.test('what happened between two samples is told per second, oldest first', async t => {
  const cluster = new Cluster({ A: {} })
  const member = cluster.member('A')
  const history = new History(cluster.balancers, 5_000, 3)
  for (let i = 0; i < 7; i++) answered(member, 1, 200)
  history.sample()
  for (let i = 0; i < 10; i++) answered(member, 4, 200)
  for (let i = 0; i < 5; i++) answered(member, 4, 404)
  for (let i = 0; i < 4; i++) answered(member, 4, 503)
  answered(member, 100, 0)
  begin(member, 'lbmethod')
  history.sample()
  t.same(history.of(member), {
    requests: [null, null, 4], status4xx: [null, null, 1], status5xx: [null, null, 1], p50: [null, null, 4], p99: [null, null, Math.fround(3 + 2 * 0.99)], busy: [null, null, 1]
  })
  finish(member)
  history.sample()
  t.same(history.of(member).requests, [null, 4, 0])
  t.same(history.of(member).p50, [null, 4, null], 'no answers, no latency')
  t.same(history.of(member).busy, [null, 1, 0])
  for (let i = 0; i < 3; i++) history.sample()
  t.same(history.of(member).requests, [0, 0, 0])
})

t.test('a member that joined later has no past', async t => {
  const cluster = new Cluster({ A: {} })
  const history = new History(cluster.balancers)
  t.equal(history.of(cluster.member('A')).busy.length, 60)
  t.ok(history.of(cluster.member('A')).busy.every(value => value === null))
})

t.test('all members together have a history too', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const history = new History(cluster.balancers, 5_000, 3)
  history.sample()
  t.equal(history.taken, 1)
  for (const name of ['A', 'B']) {
    begin(cluster.member(name), 'lbmethod')
    for (let i = 0; i < 10; i++) answered(cluster.member(name), name === 'A' ? 4 : 400, i === 0 ? 503 : 200)
  }
  history.sample()
  t.match(history.totals(), { requests: [null, null, 4], status5xx: [null, null, Math.fround(0.4)], p50: [null, null, 5], busy: [null, null, 2] })
  t.ok(history.totals().p99[2]! > 300)
  history.sample()
  t.same(history.totals().requests, [null, 4, 0])
  t.same(history.series(cluster.member('A'), 'requests'), [null, 2, 0])
  t.same(history.series(cluster.member('B'), 'busy'), history.of(cluster.member('B')).busy)
  t.same(history.totals().p99.at(-1), null)
})

t.test('a balancer\'s past is that of its members together', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const { balancer } = cluster.member('A')
  const history = new History(cluster.balancers, 1_000, 2)
  history.sample()
  for (let i = 0; i < 6; i++) answered(cluster.member('A'), 4, 200)
  answered(cluster.member('B'), 4, 404)
  answered(cluster.member('B'), 9_000, 500)
  begin(cluster.member('A'), 'lbmethod')
  begin(cluster.member('B'), 'lbmethod')
  history.sample()
  t.same(history.of(balancer), {
    requests: [null, 8], status4xx: [null, 1], status5xx: [null, 1], p50: [null, Math.fround(3 + 2 * 4 / 7)], p99: [null, Math.fround(7_000 + 3_000 * 0.92)], busy: [null, 2]
  })
})

t.test('of many members so many at a time are looked at, and the sample counts when all are', async t => {
  const members = Object.fromEntries(Array.from({ length: 1_200 }, (_, i) => [`M${i}`, {}]))
  const cluster = new Cluster(members)
  const last = cluster.balancer.members.at(-1)!
  const history = new History(cluster.balancers)
  history.sample()
  for (const member of cluster.balancer.members) answered(member, 1, 200)
  const slices = history.sampling()
  t.strictSame([slices.next().done, slices.next().done, history.taken], [false, false, 1])
  t.equal(slices.next().done, true)
  t.equal(history.taken, 2)
  t.equal(history.of(last).requests.at(-1), Math.fround(0.2))
  t.equal(history.totals().requests.at(-1), 240)
})
