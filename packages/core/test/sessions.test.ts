import t from 'tap'
import { Sessions } from '../src/sessions.ts'
import { Cluster } from './support/cluster.ts'

t.test('a session is remembered, moved and forgotten, and counted', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const [a, b] = [cluster.member('A'), cluster.member('B')]
  const sessions = new Sessions(10, 1_000)
  t.equal(sessions.find(1, 0), null)
  sessions.remember(1, a, 'lbmethod', 0)
  sessions.remember(1, a, 'route', 1)
  t.equal(sessions.find(1, 2), a)
  t.strictSame([a.sessions, b.sessions], [1, 0])
  sessions.remember(1, b, 'failover', 3)
  t.equal(sessions.find(1, 4), b)
  t.strictSame([a.sessions, b.sessions], [0, 1])
  t.equal(sessions.size, 1)
  sessions.forget(1)
  sessions.forget(1)
  t.equal(sessions.find(1, 5), null)
  t.strictSame([a.sessions, b.sessions], [0, 0])
})

t.test('it tells since when it is where, and why it is there', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const [a, b] = [cluster.member('A'), cluster.member('B')]
  const sessions = new Sessions(10, 1_000)
  sessions.remember(1, a, 'lbmethod', 10)
  sessions.remember(1, a, 'route', 20)
  cluster.set('A', { status: '+D' })
  sessions.remember(1, b, 'failover', 30)
  t.match(sessions.look(1, 40), {
    member: b, boundAt: 30, usedAt: 30, requests: 3, moves: [{ at: 30, from: 'http://a', to: 'http://b', reason: 'failover', cause: 'Init Dis' }]
  })
  for (let i = 0; i < 9; i++) sessions.remember(1, i % 2 === 0 ? a : b, 'route', 50 + i)
  t.strictSame(sessions.look(1, 60)!.moves.map(({ at }) => at), [55, 56, 57, 58], 'the last ones')
})

t.test('of too many the one that was not used for longest goes', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const [a, b] = [cluster.member('A'), cluster.member('B')]
  const sessions = new Sessions(2, 60_000)
  const found = (...keys: number[]): unknown[] => keys.map(key => sessions.look(key, 4_000)?.member ?? null)
  sessions.remember(1, a, 'lbmethod', 0)
  sessions.remember(2, a, 'lbmethod', 0)
  for (const now of [400, 800, 1_200]) sessions.find(1, now)
  sessions.remember(3, b, 'lbmethod', 1_200)
  t.strictSame(found(1, 2, 3), [a, null, b], 'also if it was used often in short time')
  t.strictSame([a.sessions, b.sessions], [1, 1])
  sessions.remember(1, a, 'route', 3_000)
  sessions.remember(4, b, 'lbmethod', 3_000)
  t.strictSame(found(1, 3, 4), [a, null, b])
})

t.test('a session expires when it is not used', async t => {
  const a = new Cluster({ A: {} }).member('A')
  const sessions = new Sessions(10, 1_000)
  sessions.remember(1, a, 'lbmethod', 0)
  t.equal(sessions.find(1, 999), a)
  t.equal(sessions.find(1, 1_998), a, 'every use counts')
  t.ok(sessions.look(1, 2_997), 'looking is no use')
  t.equal(sessions.find(1, 2_998), null)
  t.equal(a.sessions, 0)
})

t.test('also when nobody asks for it', async t => {
  const a = new Cluster({ A: {} }).member('A')
  const sessions = new Sessions(10, 1_000)
  for (const key of [1, 2, 3]) sessions.remember(key, a, 'lbmethod', key * 100)
  sessions.find(1, 900)
  sessions.sweep(1_199)
  t.equal(a.sessions, 3)
  sessions.sweep(1_200)
  t.equal(a.sessions, 2, 'the second is over')
  sessions.sweep(1_900)
  t.equal(a.sessions, 0)
})

t.test('when all are forgotten nothing is left on the members', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const sessions = new Sessions(10, 1_000)
  sessions.remember(1, cluster.member('A'), 'lbmethod', 0)
  sessions.remember(2, cluster.member('B'), 'lbmethod', 0)
  sessions.clear()
  t.strictSame(cluster.balancer.members.map(({ sessions }) => sessions), [0, 0])
})

t.test('they are counted by when they were used last', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {} })
  const [a, b, c] = cluster.balancer.members
  const sessions = new Sessions(10, 7_200_000)
  const now = 7_000_000
  const minutes = [0, 1, 2, 5, 6, 15, 16, 30, 31]
  minutes.forEach((age, key) => sessions.remember(key, a!, 'lbmethod', now - age * 60_000))
  sessions.remember(100, c!, 'lbmethod', now)
  t.strictSame([...sessions.ages([a!, b!], now)], [[a, [2, 2, 2, 2, 1]], [b, [0, 0, 0, 0, 0]]])
})
