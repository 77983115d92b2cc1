import t from 'tap'
import { sessionBegan, sessionEnded } from '../../src/account.ts'
import { createElection } from '../../src/election.ts'
import { bysessions } from '../../src/lbmethods/bysessions.ts'
import { Cluster } from '../support/cluster.ts'

/** Members with so many sessions for a factor, and so many requests in flight. */
function sessions (...members: ReadonlyArray<readonly [sessions: number, loadfactor?: number, busy?: number]>): Cluster {
  const cluster = new Cluster(
    Object.fromEntries(members.map(([, loadfactor = 1], i) => ['ABC'[i]!, { loadfactor }])), { lbmethod: 'bysessions' })
  for (const [i, member] of cluster.balancer.members.entries()) {
    member.sessions = members[i]![0]
    member.busy = members[i]![2] ?? 0
  }
  return cluster
}

t.test('the member with the fewest sessions is elected', async t => {
  t.equal(sessions([3], [1], [2]).answers(2), 'B B')
})

t.test('for its factor', async t => {
  t.equal(sessions([3], [5, 2], [9, 4]).answers(1), 'C')
})

t.test('of equals the least busy, and then the first', async t => {
  t.equal(sessions([2, 1, 3], [2, 1, 1], [2, 1, 1]).answers(1), 'B')
  t.equal(sessions([0, 1, 2], [0, 4, 4]).answers(1), 'B', 'busy for its factor, too')
  t.equal(sessions([2], [2]).answers(1), 'A')
})

t.test('the slightest difference in sessions outweighs any number of requests', async t => {
  t.equal(sessions([9_999, 99.99, 1e9], [10_001, 100]).answers(1), 'A')
  t.equal(sessions([9_999, 99.99, 1e9], [10_000, 100]).answers(1), 'B', 'just as many for their factors')
})

t.test('members fill up evenly as sessions begin, and when they end the gap is filled', async t => {
  const cluster = sessions([0], [0], [0])
  const begin = (): string => {
    const { tried } = cluster.send()
    sessionBegan(cluster.member(tried))
    return tried
  }
  t.equal(Array.from({ length: 6 }, begin).join(' '), 'A B C A B C')
  sessionEnded(cluster.member('B'))
  t.equal(Array.from({ length: 2 }, begin).join(' '), 'B A')
})

t.test('no candidates, nobody elected', async t => {
  t.equal(bysessions.choose([], createElection(null)), undefined)
})
