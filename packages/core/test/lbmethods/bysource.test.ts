import t from 'tap'
import { Cluster } from '../support/cluster.ts'

const clients = Array.from({ length: 200 }, (_, i) => `10.0.${i >> 4}.${i & 15}`)

/** Who serves each of the clients, while nothing is in flight. */
function homes (cluster: Cluster): string[] {
  return clients.map(source => cluster.answers(1, { source }))
}

t.test('a client keeps its member, and the election tells that its address was the reason', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {} }, { lbmethod: 'bysource' })
  t.same(homes(cluster), homes(cluster))
  t.same([...new Set(homes(cluster))].sort(), ['A', 'B', 'C'])
  t.equal(cluster.send({ source: '10.0.0.1' }).election.reason, 'source')
})

t.test('where a client belongs depends on the members\' URLs, not on their order', async t => {
  t.same(homes(new Cluster({ C: {}, A: {}, B: {} }, { lbmethod: 'bysource' })), homes(new Cluster({ A: {}, B: {}, C: {} }, { lbmethod: 'bysource' })))
})

t.test('a disabled member\'s clients go elsewhere and come back; nobody else moves', async t => {
  const cluster = new Cluster({ A: {}, B: {}, C: {} }, { lbmethod: 'bysource' })
  const before = homes(cluster)
  cluster.set('B', { status: '+D' })
  const during = homes(cluster)
  for (const [i, home] of before.entries()) t.equal(during[i] === home, home !== 'B')
  cluster.set('B', { status: '-D' })
  t.same(homes(cluster), before)
})

t.test('a member takes 1.25 times its share of the requests in flight, the rest goes to the client\'s next choice', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bysource' })
  const source = '10.0.0.1'
  const home = cluster.answers(1, { source })
  const other = home === 'A' ? 'B' : 'A'
  // The most of 1, 2, 3 … in flight: ceil(1.25 * n / 2) is 1, 2, 2, 3, 4, 4, 5, 5.
  const expected = [home, home, other, home, home, other, home, other]
  t.same(expected.map(() => cluster.start({ source }).tried), expected)
})

t.test('a higher bound lets a member take more', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bysource', loadbound: 2 })
  const tried = Array.from({ length: 50 }, () => cluster.start({ source: '10.0.0.1' }).tried)
  t.equal(new Set(tried).size, 1)
})

t.test('the bound is met exactly where a share is a whole number', async t => {
  const cluster = new Cluster({ A: {}, B: {} }, { lbmethod: 'bysource', loadbound: 1 })
  const busiest = Array.from({ length: 1_000 }, () => {
    cluster.start({ source: '10.0.0.1' })
    return Math.max(...cluster.balancer.members.map(({ busy }) => busy))
  })
  t.same(busiest, busiest.map((_, i) => Math.ceil((i + 1) / 2)))
})
