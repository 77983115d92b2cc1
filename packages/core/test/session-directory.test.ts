import t from 'tap'
import { findSession, sessionAges } from '../src/session-directory.ts'
import type { SessionDirectory } from '../src/session-directory.ts'
import { Sessions } from '../src/sessions.ts'
import { Cluster } from './support/cluster.ts'

t.test('a session is found where it was used last, and counted wherever it is', async t => {
  const cluster = new Cluster({ A: {}, B: {} })
  const { balancers, balancer } = cluster
  const [a, b] = [cluster.member('A'), cluster.member('B')]
  t.equal(findSession(balancers, balancer, '1', 0), null)
  t.strictSame(sessionAges(balancers, a, 0), [0, 0, 0, 0, 0])
  const [one, other] = [new Sessions(10, 60_000), new Sessions(10, 60_000)]
  for (const sessions of [one, other]) {
    const directory: SessionDirectory = {
      look: (_balancer, id, now) => sessions.look(Number(id), now),
      ages: (members, now) => sessions.ages(members, now)
    }
    balancers.sessions.add(directory)
  }
  one.remember(1, a, 'route', 10)
  other.remember(1, b, 'route', 20)
  one.remember(2, a, 'route', 10)
  t.equal(findSession(balancers, balancer, '1', 30)!.member, b)
  t.equal(findSession(balancers, balancer, '2', 30)!.member, a)
  t.equal(findSession(balancers, balancer, '3', 30), null)
  t.strictSame(sessionAges(balancers, a, 30), [2, 0, 0, 0, 0])
  t.strictSame(sessionAges(balancers, b, 30), [1, 0, 0, 0, 0])
})
