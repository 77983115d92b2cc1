import t from 'tap'
import { createElection } from '../src/election.ts'

t.test('an election starts without route, member or listener', async t => {
  t.strictSame(createElection(null), {
    sticky: null, route: null, tried: null, member: null, reason: null, routeChanged: false, log: null
  })
})

t.test('and tells its decisions where it was asked to', async t => {
  const log = (): void => {}
  t.equal(createElection(log).log, log)
})
