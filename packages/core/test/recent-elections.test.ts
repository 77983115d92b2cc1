import t from 'tap'
import { RecentElections } from '../src/recent-elections.ts'

t.test('the reasons of the last thousand elections are counted, older ones are not', async t => {
  const recent = new RecentElections()
  t.same(recent.count(), { route: 0, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 0 })
  for (let i = 0; i < 400; i++) recent.add('failover')
  for (let i = 0; i < 300; i++) recent.add('route')
  t.same(recent.count(), { route: 300, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 0, failover: 400 })
  for (let i = 0; i < 500; i++) recent.add('lbmethod')
  t.same(recent.count(), { route: 300, redirect: 0, learned: 0, probe: 0, source: 0, lbmethod: 500, failover: 200 })
})
