import t from 'tap'
import { createElection, reasons } from '../src/election.ts'

t.test('an election starts without route, member or listener', async t => {
  t.strictSame(createElection(null), {
    sticky: null, session: null, route: null, learned: null, source: 0, now: 0, repeatable: true, tried: null, member: null, reason: null, routeChanged: false, log: null
  })
})

t.test('and tells its decisions where it was asked to', async t => {
  const log = (): void => {}
  t.equal(createElection(log).log, log)
})

t.test('the reasons come in the order in which they are considered', async t => {
  t.same(reasons, ['route', 'redirect', 'learned', 'probe', 'source', 'lbmethod', 'failover'])
})
